import Foundation

/// Queries a second on one core, ours beside NSD's, in turns.
struct Throughput {
    var services: Int
    var seconds: Int
    var rounds: Int

    struct Figures {
        var rate: [Double] = []
        var cost: [Double] = []
        var lost = 0
        var memory = 0
    }

    func run() throws {
        let workload = Workload(services: services)
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "bench-dns-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let questions = folder.appending(path: "questions")
        try workload.questions(200_000).write(to: questions, atomically: true, encoding: .utf8)
        let subjects = [
            try Subject.ours(workload, port: 5461),
            try Subject.nsd(workload, port: 5462, in: folder),
        ]
        defer { subjects.forEach { $0.stop() } }
        for subject in subjects { try waitUntilReady(subject, workload) }
        var figures = [Figures](repeating: Figures(), count: subjects.count)
        for _ in 0..<rounds {
            for (at, subject) in subjects.enumerated() {
                let before = subject.processorTime
                let report = try dnsperf(subject, questions)
                let spent = subject.processorTime - before
                figures[at].rate.append(report.rate)
                figures[at].cost.append(spent / Double(max(1, report.completed)) * 1_000_000)
                figures[at].lost += report.lost
                figures[at].memory = subject.memory
            }
        }
        show(subjects, figures)
    }

    private func show(_ subjects: [Subject], _ figures: [Figures]) {
        print(
            "DNS.zone-queries: \(services) Services x \(Workload.endpoints) endpoints, one thread")
        print("70 % A, 10 % SRV, 15 % NXDOMAIN, 5 % AAAA; medians of \(rounds) runs in turns\n")
        print("              queries/s   processor us/query   lost   memory MB")
        for (subject, figure) in zip(subjects, figures) {
            let name = subject.name.padding(toLength: 12, withPad: " ", startingAt: 0)
            print(
                String(
                    format: "  %@ %9.0f   %18.2f   %4d   %9.1f", name, median(figure.rate),
                    median(figure.cost), figure.lost, Double(figure.memory) / 1024))
        }
        print(
            String(
                format: "  ratio        %9.2f   %18.2f          %9.2f",
                median(figures[0].rate) / median(figures[1].rate),
                median(figures[0].cost) / median(figures[1].cost),
                Double(figures[0].memory) / Double(max(1, figures[1].memory))))
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    private struct Report {
        var rate = 0.0
        var completed = 0
        var lost = 0
    }

    private func dnsperf(_ subject: Subject, _ questions: URL) throws -> Report {
        let text = try output(
            "/usr/bin/taskset",
            [
                "-c", "1", "dnsperf", "-s", "127.0.0.1", "-p", "\(subject.port)", "-d",
                questions.path, "-l", "\(seconds)", "-c", "16", "-q", "400", "-t", "2",
            ])
        func number(_ label: String) -> Double {
            let line = text.split(separator: "\n").first { $0.contains(label) }
            let words = line?.split(separator: ":").last?.split(separator: " ")
            return words?.first.flatMap { Double($0) } ?? 0
        }
        return Report(
            rate: number("Queries per second"), completed: Int(number("Queries completed")),
            lost: Int(number("Queries lost")))
    }

    private func waitUntilReady(_ subject: Subject, _ workload: Workload) throws {
        for _ in 0..<200 {
            let answer = try? output(
                "/usr/bin/dig",
                [
                    "+short", "+tries=1", "+time=1", "@127.0.0.1", "-p", "\(subject.port)",
                    workload.host(workload.services - 1),
                ])
            if answer?.hasPrefix("10.") == true { return }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw Failure(description: "\(subject.name) does not answer")
    }

    private func output(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

struct Failure: Error, CustomStringConvertible {
    var description: String
}
