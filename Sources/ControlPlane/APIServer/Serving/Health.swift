import HTTPServer

extension APIServer {
    /// `/livez`, `/readyz`, `/healthz` and the single checks below them; nil for other paths.
    func health(_ context: RequestContext) -> HTTPResponse? {
        let parts = context.info.path.split(separator: "/").map(String.init)
        guard let first = parts.first, ["livez", "readyz", "healthz"].contains(first),
            parts.count <= 2 + 8
        else { return nil }
        let checks = self.checks(first == "readyz")
        if parts.count > 1 {
            let name = parts.dropFirst().joined(separator: "/")
            guard let check = checks.first(where: { $0.name == name }) else {
                return Answer.noSuchPath
            }
            return check.isGood
                ? Answer.text("ok")
                : Answer.text("internal server error: not ready\n", status: 500)
        }
        let left = Set(context.query.values("exclude"))
        let failed = checks.filter { !$0.isGood && !left.contains($0.name) }
        if failed.isEmpty, context.query["verbose"] == nil { return Answer.text("ok") }
        var text = ""
        for check in checks {
            if left.contains(check.name) {
                text += "[+]\(check.name) excluded: ok\n"
            } else {
                text +=
                    check.isGood
                    ? "[+]\(check.name) ok\n" : "[-]\(check.name) failed: reason withheld\n"
            }
        }
        text += failed.isEmpty ? "\(first) check passed\n" : "\(first) check failed\n"
        return Answer.text(text, status: failed.isEmpty ? 200 : 500)
    }

    private struct Check {
        var name: String
        var isGood: Bool
    }

    private func checks(_ readiness: Bool) -> [Check] {
        var checks = [
            Check(name: "ping", isGood: true), Check(name: "log", isGood: true),
            Check(name: "etcd", isGood: true),
            Check(name: "poststarthook/rbac/bootstrap-roles", isGood: isReady),
        ]
        if readiness {
            checks.append(Check(name: "informer-sync", isGood: isReady))
            checks.append(Check(name: "shutdown", isGood: !isStopping))
        }
        return checks
    }
}
