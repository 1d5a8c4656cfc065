import CLinux
import Glibc

/// A flag that wakes a poller: set from any thread, readable until it is taken. C: eventfd
public final class EventDescriptor: Sendable {
    private let event: Descriptor

    /// A flag that is not set.
    public init() throws(SystemError) {
        event = Descriptor(owning: try systemCall("create eventfd") { clinux_eventfd() })
    }

    /// For a poller; it stays owned by this object.
    public var descriptor: Int32 { event.rawValue }

    /// Sets the flag.
    public func signal() {
        var one: UInt64 = 1
        // It fails only when it was set 2⁶⁴ times: then it is set.
        _ = Glibc.write(event.rawValue, &one, MemoryLayout<UInt64>.size)
    }

    /// Takes the flag away; returns how often it was set since it was taken last.
    @discardableResult
    public func take() -> UInt64 {
        var count: UInt64 = 0
        let size = MemoryLayout<UInt64>.size
        return Glibc.read(event.rawValue, &count, size) == size ? count : 0
    }

    /// Waits until it is set, and takes it away. Returns false when the time is over first.
    public func wait(timeout: Duration? = nil) throws(SystemError) -> Bool {
        let deadline = Deadline(after: timeout)
        while take() == 0 {
            guard try Poll.wait(event.rawValue, .readable, deadline) else { return false }
        }
        return true
    }
}
