enum RoomCoreResources {}
