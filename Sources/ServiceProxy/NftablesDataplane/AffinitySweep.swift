import NetworkAddress
import Nftables

/// Clients that must forget their endpoint, because it no longer serves.
///
/// `nft` 1.0.6 can't list a rule that would find this out while a packet passes, so the map is
/// read; only when an endpoint with affinity goes, and it holds clients of such Services alone.
package enum AffinitySweep {
    /// Elements with less left than this may go by themselves at any moment, and deleting one that
    /// has just gone would fail the batch: each has a batch of its own. They can't be left to their
    /// end, since their client may come back before it and be remembered anew. In milliseconds.
    package static let shortestLife: UInt64 = 1000

    /// Whether an element may have gone before a batch arrives.
    package static func isEnding(_ element: Element) -> Bool {
        element.expirationMilliseconds.map { $0 < shortestLife } ?? false
    }

    /// The remembered clients whose endpoint is none of those allowed.
    ///
    /// - Parameters:
    ///   - allowed: who may have clients, by the number under which they are remembered.
    ///   - isExhaustive: whether a number that `allowed` doesn't name has gone altogether.
    package static func stale(
        _ elements: [Element], allowed: [UInt32: Set<SocketEndpoint>], isExhaustive: Bool,
        family: AddressFamily
    ) -> [Element] {
        elements.filter { element in
            guard let key = PackedFields(element.key.array), case .value(let bytes) = element.data,
                let fields = PackedFields(bytes.array), key.count == family.byteCount + 4
            else { return false }
            let number = key.native(at: family.byteCount / 4)
            guard let endpoints = allowed[number] else { return isExhaustive }
            return !endpoints.contains(fields.endpoint(family))
        }
    }
}
