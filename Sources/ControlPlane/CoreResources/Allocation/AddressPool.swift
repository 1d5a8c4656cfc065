import NetworkAddress

/// The addresses of one range for Services.
struct AddressPool: Sendable {
    /// Why an address isn't given.
    enum Refusal: Error {
        case allocated
        case outside(IPAddress, IPPrefix)
        case full

        /// In upstream's words.
        var words: String {
            switch self {
            case .allocated: "provided IP is already allocated"
            case .outside(let address, let range):
                "the provided IP (\(address)) is not in the valid range. "
                    + "The range of valid IPs is \(range)"
            case .full: "range is full"
            }
        }
    }

    /// More than this many addresses are chosen by asking for them alone.
    private static let maximumChoice = 1 << 20

    let range: IPPrefix
    private let first: UInt128
    private let last: UInt128
    private var near: NumberPool
    private var far: Set<UInt128> = []

    /// All free. The range's base, and its last address in IPv4, are never given.
    init(range: IPPrefix) {
        self.range = range
        let (base, end) = (range.first.rawValue, range.last.rawValue)
        let isSingle = base == end
        first = isSingle ? base : base + 1
        last = range.family == .ipv4 && end > first ? end - 1 : end
        let count = Int(min(last - first + 1, UInt128(AddressPool.maximumChoice)))
        let reserve = NumberPool.reserve(of: count, step: 16, from: 16, to: 256)
        near = NumberPool(count: count, reserved: reserve)
    }

    /// Whether this range holds the address.
    func contains(_ address: IPAddress) -> Bool { range.contains(address) }

    /// Takes a certain address.
    mutating func take(_ address: IPAddress) throws(Refusal) {
        try check(address)
        let offset = address.rawValue - first
        let isNew =
            offset < UInt128(near.count)
            ? near.take(Int(offset)) : far.insert(address.rawValue).inserted
        if !isNew { throw .allocated }
    }

    /// Refuses an address that can't be given, whether or not it is taken.
    func check(_ address: IPAddress) throws(Refusal) {
        guard contains(address), (first...last).contains(address.rawValue) else {
            throw .outside(address, range)
        }
    }

    /// Takes any address.
    mutating func takeAny(using random: inout SplitMix) throws(Refusal) -> IPAddress {
        guard let offset = near.takeAny(using: &random),
            let address = IPAddress(family: range.family, rawValue: first + UInt128(offset))
        else { throw .full }
        return address
    }

    /// Frees an address.
    mutating func free(_ address: IPAddress) {
        guard contains(address), (first...last).contains(address.rawValue) else { return }
        let offset = address.rawValue - first
        if offset < UInt128(near.count) {
            near.free(Int(offset))
        } else {
            far.remove(address.rawValue)
        }
    }

    /// The first address, which the API server's own Service has.
    var firstAddress: IPAddress? { IPAddress(family: range.family, rawValue: first) }
}
