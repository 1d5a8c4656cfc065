import CLinux
import Glibc
import NetworkAddress

/// Sends packets whose IP header the caller wrote, from any source address. C: IPPROTO_RAW
///
/// Needs CAP_NET_RAW. It receives nothing.
public final class RawPacketSocket: Sendable {
    private let socket: Descriptor

    /// A socket of one family in the calling thread's network namespace.
    public init(_ family: AddressFamily) throws(SystemError) {
        // C: IPPROTO_RAW: the header is included, in both families.
        let number = try systemCall("open raw socket") {
            Glibc.socket(
                family == .ipv4 ? AF_INET : AF_INET6,
                Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 255)
        }
        socket = Descriptor(owning: number)
    }

    /// Sends a whole packet; routed by `destination`, which should be the header's.
    public func send(_ packet: [UInt8], to destination: IPAddress) throws(SystemError) {
        let number = socket.rawValue
        try systemCall("send packet to", destination.description) {
            packet.withUnsafeBytes { buffer in
                SocketEndpoint(destination, Port(rawValue: 0)).withSocketAddress {
                    sendto(number, buffer.baseAddress, buffer.count, 0, $0, $1)
                }
            }
        }
    }
}
