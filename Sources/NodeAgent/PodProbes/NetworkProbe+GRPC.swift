extension NetworkProbe {
    /// `grpc.health.v1.Health/Check`: SERVING is a yes.
    public func check(
        host: String, port: Int, service: String, timeout: Duration
    ) async -> ProbeAnswer {
        await HealthCheck(host: host, port: port, service: service).run(timeout: timeout)
    }
}
