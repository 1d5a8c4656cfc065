/// How a question came, and how its answer goes.
enum Transport: Sendable {
    case datagram, stream
}
