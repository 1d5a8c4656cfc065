import CLinux
import Glibc
import NetworkAddress

/// The memory behind one direction of a batch, laid out once as `recvmmsg` and `sendmmsg` take it.
final class DatagramVectors {
    let count: Int
    let byteCount: Int
    let messages: UnsafeMutablePointer<clinux_message>
    private let data: UnsafeMutablePointer<UInt8>
    private let vectors: UnsafeMutablePointer<iovec>
    private let names: UnsafeMutableRawPointer
    private let controls: UnsafeMutableRawPointer

    /// Room for one `struct in_pktinfo` or `struct in6_pktinfo` with its header.
    private static let controlBytes = 64
    private static let nameBytes = 32

    init(count: Int, bytes: Int) {
        self.count = count
        byteCount = bytes
        messages = .allocate(capacity: count)
        data = .allocate(capacity: count * bytes)
        vectors = .allocate(capacity: count)
        names = .allocate(byteCount: count * Self.nameBytes, alignment: 8)
        controls = .allocate(byteCount: count * Self.controlBytes, alignment: 8)
        data.initialize(repeating: 0, count: count * bytes)
        for index in 0..<count {
            vectors[index] = iovec(iov_base: data + index * bytes, iov_len: bytes)
            messages[index] = clinux_message()
            messages[index].header.msg_iov = vectors + index
            messages[index].header.msg_iovlen = 1
            messages[index].header.msg_name = names + index * Self.nameBytes
        }
        prepareToReceive()
    }

    deinit {
        messages.deallocate()
        data.deallocate()
        vectors.deallocate()
        names.deallocate()
        controls.deallocate()
    }

    /// The kernel writes lengths over the room it was given.
    func prepareToReceive() {
        for index in 0..<count {
            messages[index].header.msg_namelen = socklen_t(Self.nameBytes)
            messages[index].header.msg_control = controls + index * Self.controlBytes
            messages[index].header.msg_controllen = Self.controlBytes
            messages[index].header.msg_flags = 0
        }
    }

    func room(_ index: Int) -> UnsafeMutableBufferPointer<UInt8> {
        UnsafeMutableBufferPointer(start: data + index * byteCount, count: byteCount)
    }

    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let length = min(Int(messages[index].length), byteCount)
        return UnsafeBufferPointer(start: data + index * byteCount, count: length)
    }

    func isCutOff(_ index: Int) -> Bool {
        messages[index].header.msg_flags & Int32(MSG_TRUNC) != 0
    }

    func peer(_ index: Int) -> SocketEndpoint? {
        SocketEndpoint(
            loading: names + index * Self.nameBytes, length: messages[index].header.msg_namelen)
    }

    /// Addresses an answer to the sender of a received datagram, from the address it was sent to.
    ///
    /// What the kernel tells of the local address is what it takes, but for the link: an answer
    /// may leave by another one than the question came by.
    func setAnswer(_ index: Int, length: Int, to received: DatagramVectors, _ other: Int) {
        vectors[index].iov_len = length
        let question = received.messages[other].header
        messages[index].header.msg_name = question.msg_name
        messages[index].header.msg_namelen = question.msg_namelen
        messages[index].header.msg_control = nil
        messages[index].header.msg_controllen = 0
        let controlLength = question.msg_controllen
        guard let control = question.msg_control, controlLength >= 28 else { return }
        let level = control.load(fromByteOffset: 8, as: Int32.self)
        let type = control.load(fromByteOffset: 12, as: Int32.self)
        switch (level, type) {
        case (Int32(IPPROTO_IP), 8):
            // C: struct in_pktinfo: link, local address, destination.
            control.storeBytes(of: 0, toByteOffset: 16, as: UInt32.self)
        case (Int32(IPPROTO_IPV6), 50):
            // C: struct in6_pktinfo: address, link. A link-local peer needs its link.
            let peer = received.peer(other)
            if peer?.address.isLinkLocal != true {
                control.storeBytes(of: 0, toByteOffset: 32, as: UInt32.self)
            }
        default: return
        }
        messages[index].header.msg_control = control
        messages[index].header.msg_controllen = controlLength
    }
}
