import LinuxSystem
import Netlink
import Nftables

/// Why the proxy can't do its work, as one line.
public enum ProxyError: Error, CustomStringConvertible {
    /// The kernel lets nobody without CAP_NET_ADMIN see or change the ruleset.
    case notPermitted
    /// Something else, with what it was about.
    case failed(String)

    /// Sorts out what happened in one family's table.
    public init(_ error: any Error, doing what: String) {
        if let error = error as? NftablesError,
            error.failures.contains(where: { [.eperm, .eacces].contains($0.errno) })
        {
            self = .notPermitted
        } else if let error = error as? NetlinkError, [.eperm, .eacces].contains(error.errno) {
            self = .notPermitted
        } else if let error = error as? ProxyError {
            self = error
        } else {
            let feature = (error as? NftablesError).flatMap(KernelFeature.missing)
            let hint = feature.map { "; the kernel lacks \($0)" } ?? ""
            self = .failed("\(what): \(error)\(hint)")
        }
    }

    /// One line.
    public var description: String {
        switch self {
        case .notPermitted:
            "not permitted to change nftables: run as root, "
                + "or with CAP_NET_ADMIN in this network namespace"
        case .failed(let line): line
        }
    }
}
