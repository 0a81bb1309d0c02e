import Foundation
import Testing

@Suite struct ProviderConfigReportTests {
  @Test func accepts() throws {
    let node = try NodeCopy(plugins: ["good"])
    let result = try Tool.run(
      "check-provider-config", node.providers, "--credential-provider-bin-dir", node.bin)
    #expect(
      result == Tool.Result(status: 0, output: "\(node.providers)\n  accepted\n", errors: ""))
  }

  @Test func readsStandardInput() throws {
    let node = try NodeCopy(plugins: ["good"])
    let input = try String(contentsOfFile: node.providers, encoding: .utf8)
    #expect(
      try Tool.run("check-provider-config", "-", input: input)
        == Tool.Result(status: 0, output: "standard input\n  accepted\n", errors: ""))
  }

  @Test func refuses() throws {
    let node = try NodeCopy(plugins: ["good", "docker-credential-x"])
    let result = try Tool.run(
      "check-provider-config", node.providers, "--credential-provider-bin-dir", "/etc")
    #expect(result.status == 1)
    #expect(
      result.output == """
        \(node.providers)
          providers[0].name: executable-missing
            /etc/good is not an executable file
          providers[1].name: executable-missing
            /etc/docker-credential-x is not an executable file
          providers[1].name: wrong-plugin-kind
            docker-credential-x is a Docker credential helper, which does not understand
            the kubelet. Install and name the kubelet's credential provider for the
            registry, such as ecr-credential-provider.
          refused: 2 violations

        """)
  }

  @Test func reportsAllAsJSON() throws {
    let node = try NodeCopy(plugins: [])
    let result = try Tool.run("check-provider-config", node.providers, "-o", "json")
    #expect(result.status == 1)
    #expect(
      result.output == """
        {
          "files": [
            {
              "file": "\(node.providers)",
              "isAccepted": false,
              "violations": [
                {
                  "code": "no-providers",
                  "file": null,
                  "path": "providers",
                  "message": "at least one provider is required"
                }
              ],
              "findings": []
            }
          ]
        }

        """)
  }

  @Test func needsAFile() throws {
    #expect(try Tool.run("check-provider-config").status == 2)
    #expect(try Tool.run("check-provider-config", "/nowhere").status == 2)
    #expect(try Tool.run("check-provider-config", "-", input: "a: b").status == 2)
  }
}
