enum RoomWorkloadResources {}
