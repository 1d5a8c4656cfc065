import NetworkAddress

/// Makes the server's half of a cookie (RFC 7873, RFC 9018 §4): whoever brings it back has received
/// an answer at that address before.
struct CookieSecret: Sendable {
    /// The size of the server's half, in bytes.
    static let size = 16

    private let key: (UInt64, UInt64)

    /// A new secret, as long as the process lives.
    init() {
        var source = SystemRandomNumberGenerator()
        key = (source.next(), source.next())
    }

    /// The hash over the client's half, version and time, and the client's address.
    func hash(client: UInt64, seconds: UInt32, address: IPAddress) -> UInt64 {
        var hash = SipHash(key: key)
        hash.combine(word: client)
        hash.combine(word: 1 | UInt64(seconds.byteSwapped) << 32)
        switch address {
        case .v4(let address):
            for shift in [24, 16, 8, 0] as [UInt32] {
                hash.combine(UInt8(truncatingIfNeeded: address.rawValue >> shift))
            }
        case .v6(let address):
            hash.combine(word: address.high.byteSwapped)
            hash.combine(word: address.low.byteSwapped)
        }
        return hash.finalize()
    }
}
