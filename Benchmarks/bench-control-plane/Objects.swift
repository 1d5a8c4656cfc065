import LinuxSystem

/// Memory, a list of 10,000 pods, and starting with them.
struct Objects {
    var folder: String

    func run() throws {
        let place = folder + "/objects"
        try Files.createDirectories(place)
        let subject = try Subject.martlet(folder: place)
        let first = try subject.start()
        print("ControlPlane.memory")
        print("  idle: \(decimal(try subject.megabytes("VmRSS"))) MB")
        try create(subject, 100, "/api/v1/nodes") { Bodies.node("node-\($0)") }
        try create(subject, 10_000, "/api/v1/namespaces/default/pods") { Bodies.pod("pod-\($0)") }
        try create(subject, 1000, "/api/v1/namespaces/default/services") {
            Bodies.service("service-\($0)")
        }
        let full = try subject.megabytes("VmRSS")
        print("  100 nodes, 10,000 pods, 1,000 Services: \(decimal(full)) MB")
        let list = WireClient.request("GET", "/api/v1/pods")
        let client = try WireClient(port: subject.port)
        var times: [UInt64] = []
        var bytes = 0
        for _ in 0..<9 {
            let begin = MonotonicClock.nanoseconds
            bytes = try client.send(list)
            times.append(MonotonicClock.nanoseconds - begin)
        }
        let peak = try subject.megabytes("VmHWM")
        print("ControlPlane.lists: 10,000 pods, \(decimal(Double(bytes) / 1e6)) MB of JSON")
        print(
            "  median \(decimal(times.sorted().part(0.5))) ms; peak memory \(decimal(peak)) MB, "
                + "\(decimal(peak - full)) above what was held")
        try subject.stop()
        var starts: [Double] = []
        for _ in 0..<7 {
            starts.append(try subject.start())
            if starts.count == 7 { break }
            try subject.stop()
        }
        print("ControlPlane.start: from exec to /readyz")
        print("  with an empty folder: \(decimal(first)) ms")
        print(
            "  with 11,000 objects: median \(decimal(starts.sorted()[3])) ms; then "
                + "\(decimal(try subject.megabytes("VmRSS"))) MB")
        try subject.stop()
    }

    private func create(
        _ subject: Subject, _ count: Int, _ path: String,
        _ body: @escaping @Sendable (Int) -> [UInt8]
    ) throws {
        let clients = 20
        let outcome = try Load(port: subject.port, clients: clients, seconds: 120)
            .run(limit: count / clients) { client, number in
                WireClient.request("POST", path, body(client * (count / clients) + number))
            }
        if outcome.errors > 0 { throw WireClient.Failure(description: outcome.firstError) }
    }
}
