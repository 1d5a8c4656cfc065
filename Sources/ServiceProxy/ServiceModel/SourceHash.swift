import NetworkAddress

/// Which endpoint a client's address leads to when a Service chooses by source.
///
/// The kernel hashes the address to a place in a table; the table says which endpoint has the
/// place. It depends on the endpoints alone, so all nodes agree; and an endpoint that comes or goes
/// takes or leaves its own places, and moves nobody else's. (But when there are more than 128, 256,
/// 512 … endpoints, the table doubles, and most clients move once.)
public enum SourceHash {
    /// What the kernel's hash begins with.
    public static let seed: UInt32 = 0x6d61_7274

    /// The fewest places: enough for a dozen endpoints to be even within a few in a hundred.
    public static let fewestPlaces = 1024
    /// The most places.
    public static let mostPlaces = 65_536

    /// Who has each place; their number is a power of two. Empty without endpoints.
    ///
    /// Each endpoint draws a number for each place, one more for each share of its weight, and the
    /// highest wins (rendezvous hashing).
    public static func table(_ endpoints: [WeightedEndpoint]) -> [SocketEndpoint] {
        guard let first = endpoints.first else { return [] }
        var places = fewestPlaces
        while places < mostPlaces, places < 8 * endpoints.count { places *= 2 }
        var best = [UInt64](repeating: 0, count: places)
        var owners = [SocketEndpoint](repeating: first.endpoint, count: places)
        for candidate in endpoints {
            let start = start(of: candidate.endpoint)
            for place in 0..<places {
                for share in 0..<candidate.weight {
                    let turn = UInt64(place) << 16 | UInt64(share)
                    let number = mixed(start &+ turn &* 0x9e37_79b9_7f4a_7c15)
                    if number > best[place] {
                        best[place] = number
                        owners[place] = candidate.endpoint
                    }
                }
            }
        }
        return owners
    }

    private static func start(of endpoint: SocketEndpoint) -> UInt64 {
        var state = UInt64(endpoint.port.rawValue)
        for byte in endpoint.address.bytes { state = mixed(state ^ UInt64(byte)) }
        return state
    }

    /// The finalizer of SplitMix64.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
