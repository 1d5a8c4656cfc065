import ProxyHealth
import ProxySettings

extension HealthSettings {
    /// What the configuration says of the proxy's own ports.
    init(_ configuration: ProxyConfiguration) {
        self.init()
        healthz = configuration.healthAddress
        metrics = configuration.metricsAddress
        failsHard = configuration.failsWhenUnbound
        longestWait = configuration.syncPeriod * 2
        self.configuration = configuration.json.serialized()
    }
}
