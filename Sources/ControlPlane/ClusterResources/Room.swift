enum RoomClusterResources {}
