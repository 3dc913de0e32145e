"""What readers and machines are shown, made from the record alone; nothing here knows Markdown or MkDocs."""
