enum RoomAccessControl {}
