import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Synchronization
import Testing

/// `host-local`, ours and the reference's, on one folder of state, by turns and at once.
@Suite struct SharedStateTests {
    let wire: Wire
    init() throws { wire = try Wire() }

    func configuration(_ ipam: String, version: String = "1.0.0") throws -> JSON {
        try JSON(
            parsing: Array(
                """
                {"cniVersion":"\(version)","name":"n","type":"macvlan",
                 "ipam":{"type":"host-local",\(ipam)}}
                """.utf8))
    }

    func call(
        _ who: Implementation, _ command: CNICommand, _ configuration: JSON, _ pod: String
    ) throws -> Answer {
        try wire.call(
            who, command, configuration, pod: pod, plugin: "host-local",
            namespace: "/proc/self/ns/net")
    }

    @Test func `by turns they go the same round and find each other's reservations`() throws {
        let configuration = try configuration(
            #""ranges":[[{"subnet":"10.5.0.0/29"}],[{"subnet":"fd05::/64"}]]"#)
        var given: [String] = []
        for number in 0..<5 {
            let who: Implementation = number % 2 == 0 ? .ours : .reference
            let answer = try call(who, .add, configuration, "p\(number)")
            given.append(answer.json["ips"]?.array?.first?["address"]?.string ?? answer.text)
        }
        #expect(given == (2...6).map { "10.5.0.\($0)/29" })
        for who in Implementation.allCases {
            #expect(try call(who, .add, configuration, "late").status == 1)
            #expect(try call(who, .add, configuration, "p3").status == 1)
            for number in 0..<5 {
                #expect(try call(who, .check, configuration, "p\(number)").status == 0)
            }
            #expect(try call(who, .check, configuration, "late").status == 1)
        }
        for number in 0..<5 {
            let who: Implementation = number % 2 == 0 ? .reference : .ours
            #expect(try call(who, .delete, configuration, "p\(number)").status == 0)
            #expect(try call(who, .delete, configuration, "p\(number)").status == 0)
        }
        #expect(try wire.reservations("n").isEmpty)
    }

    @Test func `at once, no address is given twice and none is lost`() throws {
        let configuration = try configuration(#""subnet":"10.5.0.0/24""#)
        let given = Mutex<[String]>([])
        let problems = Mutex<[String]>([])
        let threads = try (0..<8).map { worker in
            try SystemThread.spawn(name: "runtime-\(worker)") {
                for number in 0..<20 {
                    do {
                        let who: Implementation = (worker + number) % 4 == 0 ? .reference : .ours
                        let pod = "p\(worker)-\(number)"
                        let answer = try call(who, .add, configuration, pod)
                        let address = answer.json["ips"]?.array?.first?["address"]?.string
                        given.withLock { $0.append(address ?? answer.text) }
                        if number % 2 == 0 {
                            // Whoever made it, the other takes it back.
                            let answer = try call(who.other, .delete, configuration, pod)
                            if answer.status != 0 { problems.withLock { $0.append(answer.text) } }
                        }
                    } catch {
                        problems.withLock { $0.append("\(error)") }
                    }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(problems.withLock { $0 }.isEmpty)
        let addresses = given.withLock { $0 }
        // The round is longer than the number of ADDs: nothing is given out a second time.
        #expect(Set(addresses).count == 160)
        #expect(addresses.allSatisfy { $0.hasPrefix("10.5.0.") })
        #expect(try wire.reservations("n").count == 80)
    }
}
