import Glibc
import NetworkAddress

/// Answers that are sent later than their batch, from the address that was asked.
extension DatagramSocket {
    /// Sends a datagram from an address of this host.
    ///
    /// - Parameter local: the address it comes from, as `DatagramBatch.local` tells it; nil leaves
    ///   that to the kernel. C: IP_PKTINFO, IPV6_PKTINFO
    public func send(
        _ bytes: [UInt8], to peer: SocketEndpoint, from local: IPAddress?
    ) throws(SystemError) {
        guard let local, local.family == peer.address.family else {
            return try send(bytes, to: peer)
        }
        let number = descriptor
        try systemCall("send to", peer.description) {
            bytes.withUnsafeBytes { data in
                peer.withSocketAddress { address, length in
                    var control = PacketInfo(local)
                    return control.withBytes { control in
                        var vector = iovec(
                            iov_base: UnsafeMutableRawPointer(mutating: data.baseAddress),
                            iov_len: data.count)
                        return withUnsafeMutablePointer(to: &vector) { vector in
                            var header = msghdr()
                            header.msg_name = UnsafeMutableRawPointer(mutating: address)
                            header.msg_namelen = length
                            header.msg_iov = vector
                            header.msg_iovlen = 1
                            header.msg_control = control.baseAddress
                            header.msg_controllen = control.count
                            return sendmsg(number, &header, 0)
                        }
                    }
                }
            }
        }
    }
}

extension DatagramBatch {
    /// The address a datagram was sent to; nil when the socket is bound to it, and need not say.
    public func local(_ index: Int) -> IPAddress? {
        guard index < count else { return nil }
        let header = received.messages[index].header
        guard let control = header.msg_control, header.msg_controllen >= 28 else { return nil }
        return PacketInfo.address(UnsafeRawPointer(control), length: header.msg_controllen)
    }
}

/// A control message that holds an address of this host, as the kernel lays it out: length, level,
/// type, then `struct in_pktinfo` or `struct in6_pktinfo`.
private struct PacketInfo {
    private static let headerBytes = 16
    private static let ipv4Type: Int32 = 8
    private static let ipv6Type: Int32 = 50

    private var words: InlineArray<5, UInt64>
    private let length: Int

    init(_ local: IPAddress) {
        words = InlineArray(repeating: 0)
        switch local {
        case .v4(let address):
            // Link (none), local address, destination (unused).
            words[0] = UInt64(Self.headerBytes + 12)
            words[1] = UInt64(IPPROTO_IP) | UInt64(Self.ipv4Type) << 32
            words[2] = UInt64(address.rawValue.bigEndian) << 32
            length = Self.headerBytes + 16
        case .v6(let address):
            words[0] = UInt64(Self.headerBytes + 20)
            words[1] = UInt64(IPPROTO_IPV6) | UInt64(Self.ipv6Type) << 32
            words[2] = address.high.bigEndian
            words[3] = address.low.bigEndian
            length = Self.headerBytes + 24
        }
    }

    mutating func withBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) -> Result) -> Result {
        let length = length
        return withUnsafeMutableBytes(of: &words) {
            body(UnsafeMutableRawBufferPointer(rebasing: $0[..<length]))
        }
    }

    static func address(_ control: UnsafeRawPointer, length: Int) -> IPAddress? {
        let level = control.load(fromByteOffset: 8, as: Int32.self)
        let type = control.load(fromByteOffset: 12, as: Int32.self)
        switch (level, type) {
        case (Int32(IPPROTO_IP), ipv4Type):
            let raw = control.load(fromByteOffset: 20, as: UInt32.self)
            return .v4(IPv4Address(rawValue: UInt32(bigEndian: raw)))
        case (Int32(IPPROTO_IPV6), ipv6Type) where length >= headerBytes + 16:
            let high = control.load(fromByteOffset: 16, as: UInt64.self)
            let low = control.load(fromByteOffset: 24, as: UInt64.self)
            return .v6(IPv6Address(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low)))
        default: return nil
        }
    }
}
