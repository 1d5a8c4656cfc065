import NetworkAddress

/// The first two packets of an SCTP association (RFC 9260, section 3.3.2 and 3.3.3): kernels
/// without SCTP sockets still track and translate them.
struct SCTPPacket {
    var source: Port
    var destination: Port
    /// The tag that the receiver chose; 0 in the first packet.
    var verificationTag: UInt32
    /// The tag that the sender chooses.
    var initiateTag: UInt32
    var kind: UInt8
    /// What the answer carries as its state cookie.
    var cookie: [UInt8] = []

    private static let initiation: UInt8 = 1
    private static let acknowledgement: UInt8 = 2
    private static let cookieParameter: UInt16 = 7
    private static let headerBytes = 12
    private static let chunkBytes = 20

    /// The first packet of an association.
    init(from source: Port, to destination: Port, tag: UInt32) {
        self.source = source
        self.destination = destination
        verificationTag = 0
        initiateTag = tag
        kind = Self.initiation
    }

    /// A packet as a raw socket received it; nil for anything else than the first two.
    init?(received bytes: [UInt8], _ family: AddressFamily) {
        var start = 0
        if family == .ipv4 {
            guard let first = bytes.first else { return nil }
            start = Int(first & 15) * 4
        }
        let packet = Array(bytes.dropFirst(start))
        guard packet.count >= Self.headerBytes + Self.chunkBytes else { return nil }
        func number(_ offset: Int, _ count: Int) -> UInt32 {
            packet[offset..<offset + count].reduce(0) { $0 << 8 | UInt32($1) }
        }
        source = Port(rawValue: UInt16(truncatingIfNeeded: number(0, 2)))
        destination = Port(rawValue: UInt16(truncatingIfNeeded: number(2, 2)))
        verificationTag = number(4, 4)
        kind = packet[12]
        guard kind == Self.initiation || kind == Self.acknowledgement else { return nil }
        initiateTag = number(16, 4)
        let parameter = Self.headerBytes + Self.chunkBytes
        guard packet.count >= parameter + 4, number(parameter, 2) == Self.cookieParameter else {
            return
        }
        let length = Int(number(parameter + 2, 2))
        guard length >= 4, packet.count >= parameter + length else { return }
        cookie = Array(packet[parameter + 4..<parameter + length])
    }

    /// Whether it begins an association.
    var isBeginning: Bool { kind == Self.initiation }

    /// The second packet of the association that this one begins.
    func acknowledged(with cookie: [UInt8]) -> SCTPPacket {
        var answer = SCTPPacket(from: destination, to: source, tag: initiateTag ^ 0x5a5a_5a5a)
        answer.kind = Self.acknowledgement
        answer.verificationTag = initiateTag
        answer.cookie = cookie
        return answer
    }

    /// As it goes into a raw socket.
    var bytes: [UInt8] {
        var parameters: [UInt8] = []
        if !cookie.isEmpty {
            parameters += Self.octets(UInt32(Self.cookieParameter), 2)
            parameters += Self.octets(UInt32(cookie.count + 4), 2) + cookie
        }
        let length = Self.chunkBytes + parameters.count
        while parameters.count % 4 != 0 { parameters.append(0) }
        var bytes = Self.octets(UInt32(source.rawValue), 2)
        bytes += Self.octets(UInt32(destination.rawValue), 2)
        bytes += Self.octets(verificationTag, 4) + [0, 0, 0, 0]
        bytes += [kind, 0] + Self.octets(UInt32(length), 2) + Self.octets(initiateTag, 4)
        // The window, one stream each way, the first number.
        bytes += Self.octets(65_536, 4) + [0, 1, 0, 1] + Self.octets(initiateTag, 4) + parameters
        let sum = Self.checksum(bytes)
        // Least significant byte first (RFC 9260, appendix A).
        for index in 0..<4 {
            bytes[8 + index] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(index)))
        }
        return bytes
    }

    private static func octets(_ number: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }

    /// CRC32c, with the polynomial's bits in reverse.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = .max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0x82f6_3b78 : sum >> 1 }
        }
        return ~sum
    }
}
