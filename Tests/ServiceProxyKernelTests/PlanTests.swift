import Foundation
import Testing

@Suite(.serialized) struct PlanTests {
    let stage: Stage

    init() throws {
        stage = try Stage()
        try stage.write(
            "a.yaml", (0..<20).map { Manifests.service($0, endpoints: 0..<$0) }.joined())
    }

    @Test func `plan changes nothing and prints what sync then does`() throws {
        let plan = try stage.proxy("plan", "--exit-code")
        #expect(plan.status == 2)
        #expect(try stage.listing().isEmpty)
        #expect(try stage.proxy("sync", "--once").status == 0)
        let listing = try stage.listing().replacing(" counter packets 0 bytes 0", with: "")
        let elements = plan.output.split(separator: "\n").filter { $0.hasPrefix("add element ip ") }
        #expect(elements.count > 200)
        for line in elements {
            let inside = line.drop { $0 != "{" }.dropFirst(2).dropLast(2)
            #expect(listing.contains(inside), "\(line)")
        }
        let again = try stage.proxy("plan", "--exit-code")
        #expect(again.status == 0)
        #expect(again.output.isEmpty)
    }

    @Test func `a small change is a small plan, and sync makes it so`() throws {
        #expect(try stage.proxy("sync", "--once").status == 0)
        try stage.write("b.yaml", Manifests.service(30, endpoints: [1]))
        let plan = try stage.proxy("plan").output
        let lines = plan.split(separator: "\n")
        try #require(lines.count == 3, "\(plan)")
        #expect(lines[0].hasPrefix("add element ip svcproxy services { 10.96.0.31 . tcp . 80 : "))
        #expect(lines[1].hasPrefix("add element ip svcproxy endpoints { "))
        #expect(lines[1].hasSuffix(" . 0 : 10.244.0.2 . 8080 }"))
        #expect(lines[2] == "add element ip svcproxy cluster-ips { 10.96.0.31 }")
        #expect(try stage.proxy("sync", "--once").status == 0)
        #expect(try stage.proxy("plan").output.isEmpty)
    }

    @Test func `plan is read by nft itself`() throws {
        try stage.write("more.yaml", Manifests.service(40, endpoints: []))
        #expect(try stage.proxy("sync", "--once").status == 0)
        try stage.write("more.yaml", Manifests.service(40, endpoints: 0..<2))
        try Data(try stage.proxy("plan").output.utf8)
            .write(to: URL(filePath: stage.folder + "/plan.nft"))
        let answer = try stage.run("/usr/sbin/nft", "-f", stage.folder + "/plan.nft")
        #expect(answer.status == 0, "\(answer.diagnostics)")
        #expect(try stage.proxy("plan").output.isEmpty)
    }

    @Test func `a second start sends nothing`() throws {
        #expect(try stage.proxy("sync", "--once").status == 0)
        let again = try stage.proxy("sync", "--once", "-v")
        #expect(again.diagnostics.contains("IPv4 read and synchronised (once): 0 elements added"))
        #expect(again.diagnostics.components(separatedBy: ", 0 bytes\n").count == 3)
    }
}
