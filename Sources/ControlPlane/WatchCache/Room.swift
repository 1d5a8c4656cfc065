enum RoomWatchCache {}
