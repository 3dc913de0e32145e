"""What has become of the sources' addresses since they were read: asked of the web, remembered, judged, proposed.

`facts` are what the web said, `checking` asks for them, `cache` keeps them between runs, `judgement` says what is
wrong, `rewriting` puts into the registry what can be put there safely. The build imports none of it: a test holds that.
"""
