import ProxyHealth
import ProxySettings

extension HealthSettings {
    /// What the configuration says of the proxy's own ports.
    init(_ configuration: ProxyConfiguration) {
        self.init()
    }
}
