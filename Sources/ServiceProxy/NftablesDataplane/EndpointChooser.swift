import ServiceModel

/// How one of a scope's endpoints is chosen: the shape of it, which many Services share.
package struct EndpointChooser: Hashable, Sendable {
    /// Among how many, and how.
    package enum Method: Hashable, Sendable {
        /// By chance, among more than half of 2^bits and up to 2^bits places.
        case random(bits: Int)
        /// By a hash of the client's address, among 2^bits places.
        case sourceHash(bits: Int)

        /// `8`, `hash-1024`
        package var name: String {
            switch self {
            case .random(let bits): "\(1 << bits)"
            case .sourceHash(let bits): "hash-\(1 << bits)"
            }
        }
    }

    package var method: Method
    /// For how long clients are remembered; nil: they aren't.
    package var memory: ClientMemory?

    package init(_ method: Method, memory: ClientMemory? = nil) {
        self.method = method
        self.memory = memory
    }

    /// Every method there can be. Their chains are always there: a chain that comes later and looks
    /// into the map of endpoints makes the kernel walk that map.
    package static var methods: [Method] {
        (0...maximumBits).map { .random(bits: $0) }
            + (bits(places: SourceHash.fewestPlaces)...bits(places: SourceHash.mostPlaces)).map {
                .sourceHash(bits: $0)
            }
    }

    /// More places than 2^16 aren't drawn from.
    package static let maximumBits = 16

    /// How many bits an index has among so many places: 1 → 0, 2 → 1, 3…4 → 2, 5…8 → 3.
    package static func bits(places count: Int) -> Int {
        count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
    }

    /// `pick-8`, `pick-hash-1024`, `stick-8-10800s`, `stick-hash-1024-30s`.
    package var name: String {
        memory.map { "stick-\(method.name)-\($0.seconds)s" } ?? "pick-\(method.name)"
    }
}

/// How long a client stays with its endpoint, and the code under which that is remembered.
package struct ClientMemory: Hashable, Sendable {
    package var seconds: Int
    /// From 1 to 4,095; it is a part of the numbers under which clients are remembered.
    package var code: UInt32

    package init(seconds: Int, code: UInt32) {
        self.seconds = seconds
        self.code = code
    }

    /// `remember-10800s`
    package var name: String { ClientMemory.name(seconds: seconds) }

    static func name(seconds: Int) -> String { "remember-\(seconds)s" }
}
