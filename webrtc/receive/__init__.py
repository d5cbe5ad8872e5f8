"""The way of RTP packets to decoded frames: our own receivers in place of aiortc's.

This room owns every place where the product leaves stock aiortc or aioice. Each
deviation says its symptom, its cause and when it can go.
"""
