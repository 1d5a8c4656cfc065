import CLinux

/// What may happen to a descriptor; unknown bits are kept.
public struct PollEvents: OptionSet, Hashable, Sendable {
    /// The bits as epoll takes them.
    public let rawValue: UInt32

    /// The events of these bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// There is something to read. C: EPOLLIN
    public static let readable = PollEvents(rawValue: 0x1)
    /// There is room to write. C: EPOLLOUT
    public static let writable = PollEvents(rawValue: 0x4)
    /// It failed; always told. C: EPOLLERR
    public static let failed = PollEvents(rawValue: 0x8)
    /// The other side is gone; always told. C: EPOLLHUP
    public static let hungUp = PollEvents(rawValue: 0x10)
    /// The other side sends no more. C: EPOLLRDHUP
    public static let endOfInput = PollEvents(rawValue: 0x2000)
    /// Told once, then only after `change`. C: EPOLLONESHOT
    public static let once = PollEvents(rawValue: 1 << 30)
    /// Told when it changes, not as long as it lasts. C: EPOLLET
    public static let edge = PollEvents(rawValue: 1 << 31)
}

/// Waits for many descriptors at once. C: epoll
///
/// Descriptors may be added and removed from any thread, also while another waits.
public final class EventPoller: Sendable {
    /// What happened to one descriptor.
    public struct Ready: Hashable, Sendable {
        /// What the descriptor was added with.
        public var token: UInt64
        /// What happened.
        public var events: PollEvents
    }

    private let epoll: Descriptor

    /// A poller of no descriptors.
    public init() throws(SystemError) {
        epoll = Descriptor(owning: try systemCall("create epoll") { clinux_epoll_create() })
    }

    /// Watches a descriptor, which must stay open until it is removed.
    ///
    /// - Parameter token: comes back with each event.
    public func add(
        _ descriptor: Int32, _ events: PollEvents = .readable, token: UInt64
    ) throws(SystemError) {
        try systemCall("poll descriptor", String(descriptor)) {
            clinux_epoll_add(epoll.rawValue, descriptor, events.rawValue, token)
        }
    }

    /// Watches for other events, or with another token.
    public func change(
        _ descriptor: Int32, _ events: PollEvents, token: UInt64
    ) throws(SystemError) {
        try systemCall("poll descriptor", String(descriptor)) {
            clinux_epoll_change(epoll.rawValue, descriptor, events.rawValue, token)
        }
    }

    /// Stops watching.
    public func remove(_ descriptor: Int32) throws(SystemError) {
        try systemCall("stop polling descriptor", String(descriptor)) {
            clinux_epoll_remove(epoll.rawValue, descriptor)
        }
    }

    /// Waits until something happens, and returns up to 64 of what did.
    ///
    /// - Parameter timeout: the longest wait, zero for none; nil waits for ever.
    /// - Returns: empty when the time is over.
    public func wait(timeout: Duration? = nil) throws(SystemError) -> [Ready] {
        let deadline = Deadline(after: timeout)
        return try withUnsafeTemporaryAllocation(of: clinux_readiness.self, capacity: 64) {
            buffer throws(SystemError) in
            let count = try systemCall("poll") {
                clinux_epoll_wait(
                    epoll.rawValue, buffer.baseAddress, Int32(buffer.count), deadline.milliseconds)
            }
            return buffer[..<Int(count)].map {
                Ready(token: $0.token, events: PollEvents(rawValue: $0.events))
            }
        }
    }
}
