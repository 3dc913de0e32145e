"""What reads the web for the desk: the only part of the project that can reach the network.

`fetch` brings one page, politely and within bounds; `page` and `metadata` read what it says of itself; `memento` asks
an archive for saved copies. The build never imports any of it: a test holds that.
"""
