import HTTPServer

enum RoomAPIServer {}
