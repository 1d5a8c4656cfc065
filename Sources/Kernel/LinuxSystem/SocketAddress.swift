import Glibc
import NetworkAddress

/// Endpoints as the kernel reads and writes them.
extension SocketEndpoint {
    /// Enough for both families. C: sizeof(struct sockaddr_in6)
    static let storageBytes = MemoryLayout<sockaddr_in6>.size

    /// Writes the endpoint to memory of `storageBytes`; returns how long it is.
    func store(to memory: UnsafeMutableRawPointer) -> socklen_t {
        switch address {
        case .v4(let address):
            var socket = sockaddr_in()
            socket.sin_family = sa_family_t(AF_INET)
            socket.sin_port = port.rawValue.bigEndian
            socket.sin_addr.s_addr = address.rawValue.bigEndian
            memory.storeBytes(of: socket, as: sockaddr_in.self)
            return socklen_t(MemoryLayout<sockaddr_in>.size)
        case .v6(let address):
            memory.storeBytes(of: sockaddr_in6(), as: sockaddr_in6.self)
            memory.storeBytes(of: sa_family_t(AF_INET6), as: sa_family_t.self)
            memory.storeBytes(of: port.rawValue.bigEndian, toByteOffset: 2, as: UInt16.self)
            memory.storeBytes(of: address.high.bigEndian, toByteOffset: 8, as: UInt64.self)
            memory.storeBytes(of: address.low.bigEndian, toByteOffset: 16, as: UInt64.self)
            return socklen_t(MemoryLayout<sockaddr_in6>.size)
        }
    }

    /// The endpoint in memory that the kernel wrote; nil when it is of another family.
    init?(loading memory: UnsafeRawPointer, length: socklen_t) {
        guard length >= 8 else { return nil }
        let port = Port(
            rawValue: UInt16(bigEndian: memory.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
        switch Int32(memory.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET:
            let number = memory.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
            self.init(.v4(IPv4Address(rawValue: UInt32(bigEndian: number))), port)
        case AF_INET6 where length >= 24:
            let high = memory.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            let low = memory.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            self.init(
                .v6(IPv6Address(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))), port)
        default:
            return nil
        }
    }

    /// Hands the endpoint to a system call.
    func withSocketAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var storage = sockaddr_in6()
        return withUnsafeMutablePointer(to: &storage) { pointer in
            let memory = UnsafeMutableRawPointer(pointer)
            let length = store(to: memory)
            return body(UnsafePointer(memory.assumingMemoryBound(to: sockaddr.self)), length)
        }
    }

    /// Asks the kernel for one end of a socket.
    static func asking(
        _ number: Int32,
        _ call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketEndpoint? {
        withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { buffer in
            var length = socklen_t(buffer.count)
            guard let base = buffer.baseAddress,
                call(number, base.assumingMemoryBound(to: sockaddr.self), &length) == 0
            else { return nil }
            return SocketEndpoint(loading: base, length: length)
        }
    }
}
