import Foundation

// DNS.zone-queries: the same names served by clusterdns and by NSD, each with one thread pinned to
// one processor, asked in turns by dnsperf on another. DNS.programming: from a Service's change to
// the first new answer.

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "serve", arguments.count == 3,
        let services = Int(arguments[1]), let port = UInt16(arguments[2])
    {
        try Subject.serve(services: services, port: port)
    } else {
        let seconds = arguments.first.flatMap(Int.init) ?? 5
        try Throughput(services: 10_000, seconds: seconds, rounds: 3).run()
        try Programming.run()
    }
} catch {
    FileHandle.standardError.write(Data("bench-dns: \(error)\n".utf8))
    exit(1)
}
