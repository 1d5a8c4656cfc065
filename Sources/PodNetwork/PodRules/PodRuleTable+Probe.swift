import CNIProtocol
import Nftables

extension PodRuleTable {
    /// Whether the kernel has what the rules need.
    /// - Throws: code 50, naming the kernel's options that are missing.
    public func probe() throws(CNIError) {
        do {
            _ = try socket.tables(.inet)
        } catch {
            throw CNIError(.notAvailable, "the kernel has no nftables, CONFIG_NF_TABLES: \(error)")
        }
        let missing = KernelFeature.allCases.filter { !$0.isPresent(socket) }
        guard missing.isEmpty else {
            let options = missing.map(\.option).joined(separator: ", ")
            throw CNIError(.notAvailable, "the pods' rules need \(options) of the kernel")
        }
    }
}
