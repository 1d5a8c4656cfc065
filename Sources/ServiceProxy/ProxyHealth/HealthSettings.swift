import NetworkAddress

/// Where the proxy tells how it is, and what it says of itself there.
public struct HealthSettings: Sendable {
    /// Where `/healthz` and `/livez` are served; nil: nowhere. The unspecified address of either
    /// family means all addresses of both.
    public var healthz: SocketEndpoint?
    /// Where `/metrics`, `/proxyMode` and `/configz` are served; nil: nowhere.
    public var metrics: SocketEndpoint?
    /// Whether an address that can't be had ends the program: `bindAddressHardFail`.
    public var failsHard = false
    /// How long a change may wait for the kernel before the proxy is unhealthy. kube-proxy's is
    /// twice its `syncPeriod`.
    public var longestWait = Duration.seconds(60)
    /// What `/proxyMode` says.
    public var mode = "nftables"
    /// What `/configz` shows: the configuration in effect as JSON.
    public var configuration = Array("{}".utf8)

    /// Both ports where kube-proxy has them by default.
    public init() {
        healthz = SocketEndpoint("0.0.0.0:10256")
        metrics = SocketEndpoint("127.0.0.1:10249")
    }
}
