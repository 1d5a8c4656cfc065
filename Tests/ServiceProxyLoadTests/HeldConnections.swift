import LinuxSystem
import NetworkAddress
import ServiceProxyTesting

/// Connections and UDP flows that stay open from the beginning to the end.
///
/// Touched by one thread at a time.
final class HeldConnections {
    private struct Connection {
        var socket: StreamSocket
        var title: String
    }

    private struct Flow {
        var socket: DatagramSocket
        var title: String
        var endpoint: SocketEndpoint?
    }

    private var connections: [Connection] = []
    private var flows: [Flow] = []
    private var questions = 0

    /// Opens so many of each kind from a host to each place.
    func open(
        _ count: Int, from host: BedHost, in bed: PacketBed, to places: [SocketEndpoint]
    ) throws {
        for place in places {
            for _ in 0..<count {
                let (stream, datagram) = try bed.namespace(of: host).run {
                    let datagram = try DatagramSocket(
                        bind: SocketEndpoint(.any(place.address.family), 0))
                    try datagram.connect(to: place)
                    return (
                        try StreamSocket(connect: place, timeout: .seconds(10)), datagram
                    )
                }
                var line: [UInt8] = []
                while line.last != UInt8(ascii: "\n") {
                    let count = try stream.read(into: &line, timeout: .seconds(10))
                    if count == 0 { break }
                }
                let who = String(decoding: line.dropLast(), as: UTF8.self)
                connections.append(
                    Connection(socket: stream, title: "TCP \(host) to \(place) (\(who))"))
                flows.append(Flow(socket: datagram, title: "UDP \(host) to \(place)"))
            }
        }
    }

    /// Says something on each connection and hears it back; returns what went wrong.
    func checkConnections() -> [String] {
        connections.compactMap { connection in
            do {
                let word = Array("still there".utf8)
                try connection.socket.write(word, timeout: .seconds(10))
                let heard = try connection.socket.read(
                    exactly: word.count, timeout: .seconds(10))
                return heard == word ? nil : "\(connection.title): ended"
            } catch {
                return "\(connection.title): \(error)"
            }
        }
    }

    /// Asks on each flow: one whose endpoint serves must still have it, another must get one that
    /// does. Returns what went wrong.
    func checkFlows(serving: Set<SocketEndpoint>) -> [String] {
        var wrong: [String] = []
        for index in flows.indices {
            let former = flows[index].endpoint
            let mustMove = former.map { !serving.contains($0) } ?? true
            // Flows that lead nowhere are ended beside the work for new ones, soon after it.
            let deadline = Deadline(after: .seconds(20))
            var found: SocketEndpoint?
            repeat {
                found = ask(flows[index].socket)
            } while !deadline.isOver && (found.map { !serving.contains($0) } ?? true)
            flows[index].endpoint = found
            let title = flows[index].title
            guard let found else {
                wrong.append("\(title): no answer")
                continue
            }
            if !serving.contains(found) {
                wrong.append("\(title): still with \(found), which left")
            } else if !mustMove, let former, former != found {
                wrong.append("\(title): moved from \(former), which serves, to \(found)")
            }
        }
        return wrong
    }

    private func ask(_ socket: DatagramSocket) -> SocketEndpoint? {
        questions += 1
        let question = "\(questions)"
        guard (try? socket.send(Array(question.utf8))) != nil else { return nil }
        // What answers an older question is passed over.
        let deadline = Deadline(after: .seconds(2))
        while !deadline.isOver, let remaining = deadline.remaining,
            let (bytes, _) = try? socket.receive(timeout: remaining, limit: 256)
        {
            let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
            if words.count == 2, words[0] == question { return SocketEndpoint(String(words[1])) }
        }
        return nil
    }
}
