import AddressManagement
import CNIProtocol
import LinuxSystem
import RouteNetlink

extension BridgePlugin {
    /// STATUS: whether an ADD can succeed.
    /// - Throws: code 50, with what is missing; 7 for a configuration that cannot be.
    func requireReadiness() throws(CNIError) {
        let options = try BridgeConfiguration(configuration)
        try allocator()?.requireRoom()
        do {
            if let link = try RouteSocket().link(named: options.bridge), !link.kind.isBridge {
                throw CNIError(.notAvailable, "\(options.bridge) is there and is no bridge")
            }
        } catch let error as CNIError {
            throw error
        } catch {
            throw CNIError(.notAvailable, "the kernel's links cannot be read: \(error)")
        }
        guard options.masquerades else { return }
        do {
            try Masquerade().probe()
        } catch {
            throw CNIError(.notAvailable, "masquerading needs nftables in the kernel: \(error)")
        }
    }
}
