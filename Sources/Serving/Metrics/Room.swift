enum RoomMetrics {}
