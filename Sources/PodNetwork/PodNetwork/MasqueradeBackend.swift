import CNIProtocol

/// The option `ipMasqBackend`, which chooses nothing here: masquerading is nftables always.
enum MasqueradeBackend {
    /// Takes what the reference plugins take.
    static func validate(_ field: ConfigurationField) throws(CNIError) {
        guard ["", "nftables", "iptables"].contains(try field.string() ?? "") else {
            throw field.invalid("nftables or iptables")
        }
    }
}
