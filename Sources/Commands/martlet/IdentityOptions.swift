import APIMachinery
import ArgumentParser
import Foundation

/// Where the keys and certificates are.
struct IdentityOptions: ParsableArguments {
    @Option(help: "Where the cluster's data is kept.")
    var dataDir = "/var/lib/martlet"

    @Option(help: "The folder of keys and certificates (default: pki in the data folder).")
    var certDir: String?

    var folder: String { certDir ?? dataDir + "/pki" }

    static var now: Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
