import Netlink

/// What the kernel refused of a batch or a request.
///
/// Printed, the first refusal: `add element 10.96.0.1 . tcp . 80 to map ip martlet services: file
/// exists (EEXIST) (and 3 more)`.
public struct NftablesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Every refusal, in the kernel's order; at least one.
    public var failures: [NetlinkError]

    /// Several refusals.
    public init(_ failures: [NetlinkError]) {
        self.failures = failures
    }

    /// One refusal.
    public init(_ failure: NetlinkError) {
        failures = [failure]
    }

    /// Whether somebody else changed the ruleset since the generation that the batch names.
    public var isStale: Bool { failures.contains { $0.errno.name == "ERESTART" } }

    /// Whether every refusal says that something is not there.
    public var isNotFound: Bool { failures.allSatisfy { $0.errno == .enoent } }

    /// The text as it is printed.
    public var description: String {
        let text = failures.first?.description ?? "nftables: refused without a reason"
        return failures.count > 1 ? "\(text) (and \(failures.count - 1) more)" : text
    }
}
