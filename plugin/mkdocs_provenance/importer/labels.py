"""What stands over a list of sources, and over an analysis, in the languages that the plugin has words for."""

from __future__ import annotations

from typing import Final

SOURCES: Final = (
    "Quellen Quellenangaben Quellenverzeichnis Einzelnachweise Literatur Fuentes Referencias Références Fonti "
    "Riferimenti Źródła Przypisy Bibliografia Fontes Referências Kaynaklar Kaynakça Источники Примечания Литература "
    "Джерела Примітки المصادر المراجع منابع स्रोत संदर्भ מקורות "
    "出典 参考文献 情報源 来源 來源 资料来源 資料來源 参考资料 參考資料"
)
"""Words over a list of sources; those of English are in `source_list`."""
ANALYSIS: Final = (
    "Analyse Einordnung Análisis Analisi Analiza Análise Analiz Değerlendirme Анализ Аналитика Аналіз تحليل تحلیل "
    "विश्लेषण ניתוח פרשנות 分析 解説"
)
"""Words over an analysis; those of English are in `roles`."""
