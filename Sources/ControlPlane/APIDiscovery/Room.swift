enum RoomAPIDiscovery {}
