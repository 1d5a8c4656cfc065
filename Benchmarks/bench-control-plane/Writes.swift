/// Durable creates and updates, ours beside etcd alone.
///
/// Ours takes a Pod as JSON, decodes, defaults, admits, checks, stores and answers it. etcd takes
/// the same bytes as a value, through its own JSON gateway.
struct Writes {
    var folder: String

    func run() throws {
        print("ControlPlane.writes: pods of 3 kB, on the disk before they are acknowledged")
        let head = ["clients", "server", "creates/s", "p50 ms", "p99 ms"]
        print(
            (head + ["updates/s", "p50 ms", "p99 ms", "cpu µs", "errors"]).map { cell($0) }.joined()
        )
        let subjects = [try Subject.martlet(folder: folder), try Subject.etcd(folder: folder)]
        for subject in subjects { try subject.start() }
        defer { for subject in subjects { try? subject.stop() } }
        for clients in [1, 50, 200] {
            let used = try subjects.map { try $0.processorSeconds() }
            let rows = try subjects.map { try measure($0, clients) }
            for (at, (subject, row)) in zip(subjects, rows).enumerated() {
                let spent = try subject.processorSeconds() - used[at]
                let requests = row.map { $0.rate * 3 }.reduce(0, +)
                let figures = row.flatMap {
                    [decimal($0.rate, 0), decimal($0.p50, 2), decimal($0.p99, 2)]
                }
                let errors = row.map(\.errors).reduce(0, +)
                print(
                    ([String(clients), subject.name] + figures
                        + [decimal(spent / requests * 1e6, 0), String(errors)])
                        .map { cell($0) }.joined())
                for outcome in row where outcome.errors > 0 { print("    \(outcome.firstError)") }
            }
            let ratios = zip(rows[0], rows[1]).map { decimal($0.rate / max(1, $1.rate), 2) }
            print(cell("") + cell("ratio") + cell(ratios[0]) + cell("", 20) + cell(ratios[1]))
        }
        print("")
    }

    private func measure(_ subject: Subject, _ clients: Int) throws -> [Load.Outcome] {
        let load = Load(port: subject.port, clients: clients)
        let isEtcd = subject.name == "etcd"
        let created = try load.run { client, number in
            let name = "c\(clients)-\(client)-\(number)"
            let pod = Bodies.pod(name)
            return isEtcd
                ? WireClient.request(
                    "POST", "/v3/kv/put", Bodies.put("/registry/pods/" + name, pod))
                : WireClient.request("POST", "/api/v1/namespaces/default/pods", pod)
        }
        let updated = try load.run { client, number in
            let name = "c\(clients)-\(client)-0"
            let pod = Bodies.pod(name, mark: number + 1)
            return isEtcd
                ? WireClient.request(
                    "POST", "/v3/kv/put", Bodies.put("/registry/pods/" + name, pod))
                : WireClient.request("PUT", "/api/v1/namespaces/default/pods/" + name, pod)
        }
        return [created, updated]
    }
}
