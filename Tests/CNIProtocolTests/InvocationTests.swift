import CNIProtocol
import Testing

@Suite struct InvocationTests {
    static let complete = [
        "CNI_COMMAND": "ADD", "CNI_CONTAINERID": "abc", "CNI_NETNS": "/run/netns/a",
        "CNI_IFNAME": "eth0", "CNI_PATH": "/opt/cni/bin:/usr/lib/cni",
        "CNI_ARGS": "IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.1.2.3",
    ]

    func failure(_ changes: [String: String]) -> CNIError? {
        let environment = Self.complete.merging(changes) { $1 }
        do {
            _ = try CNIInvocation { environment[$0] }
            return nil
        } catch {
            return error
        }
    }

    @Test func `a complete environment is read`() throws {
        let invocation = try #require(try CNIInvocation { Self.complete[$0] })
        #expect(invocation.command == .add)
        #expect(invocation.attachment.description == "abc/eth0")
        #expect(invocation.searchPath == ["/opt/cni/bin", "/usr/lib/cni"])
        #expect(invocation.arguments["IP"] == "10.1.2.3")
        #expect(invocation.arguments.ignoresUnknown)
    }

    @Test func `without a command there is no invocation`() throws {
        #expect(try CNIInvocation { _ in nil } == nil)
        #expect(try CNIInvocation { _ in "" } == nil)
    }

    @Test func `missing variables are named together`() {
        let error = failure(["CNI_CONTAINERID": "", "CNI_NETNS": ""])
        #expect(error?.code == .invalidEnvironment)
        #expect(error?.message == "ADD needs CNI_CONTAINERID, CNI_NETNS")
    }

    @Test func `DEL does without a namespace and VERSION without anything`() {
        #expect(failure(["CNI_COMMAND": "DEL", "CNI_NETNS": ""]) == nil)
        #expect(
            failure([
                "CNI_COMMAND": "VERSION", "CNI_CONTAINERID": "", "CNI_IFNAME": "a/b",
                "CNI_ARGS": "nonsense",
            ]) == nil)
    }

    @Test(arguments: ["/bad", "-a", "a b", "a:b", "é"])
    func `container ids that break the rule are refused`(id: String) {
        #expect(failure(["CNI_CONTAINERID": id])?.code == .invalidEnvironment)
    }

    @Test(arguments: ["abcdefghijklmnop", "a/b", "a:b", "a b", ".", ".."])
    func `interface names that the kernel would refuse are refused`(name: String) {
        #expect(failure(["CNI_IFNAME": name])?.code == .invalidEnvironment)
    }

    @Test func `an unknown command and a broken argument are named`() {
        #expect(failure(["CNI_COMMAND": "FOO"])?.message.contains("\"FOO\"") == true)
        #expect(failure(["CNI_ARGS": "a;b=c"])?.message.contains("\"a\"") == true)
    }
}
