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
    // Where lines break depends on the path of the file.
    let text = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text == """
        \(node.providers) \
        will fail: provider-config-rejected \
        \(node.providers), providers[0].name: a kubelet refuses to start with this \
        (executable-missing). → /etc/good is not an executable file. \
        will fail: provider-config-rejected \
        \(node.providers), providers[1].name: a kubelet refuses to start with this \
        (executable-missing). → /etc/docker-credential-x is not an executable file. \
        may fail: wrong-plugin-kind \
        Credential provider docker-credential-x is a Docker credential helper, which does not \
        understand the kubelet. → Install and name the kubelet's credential provider for the \
        registry, such as ecr-credential-provider. \
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
                  "file": "\(node.providers)",
                  "path": "providers",
                  "message": "at least one provider is required"
                }
              ],
              "findings": [
                {
                  "code": "provider-config-rejected",
                  "severity": "willFail",
                  "images": [],
                  "objects": [
                    {
                      "kind": "CredentialProviderConfig",
                      "namespace": null,
                      "name": "\(node.providers)",
                      "registryKey": null,
                      "container": null,
                      "field": "providers"
                    }
                  ],
                  "messages": [],
                  "problem": "\(node.providers), providers: a kubelet refuses to start with this (no-providers).",
                  "advice": "at least one provider is required.",
                  "command": null
                }
              ]
            }
          ]
        }

        """)
  }

  @Test func checksYAML() throws {
    let yaml = """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
      - name: ecr
        matchImages: ["*.dkr.ecr.*.amazonaws.com"]
        defaultCacheDuration: 12h
        apiVersion: credentialprovider.kubelet.k8s.io/v1
      """
    let accepted = try Tool.run("check-provider-config", "-", input: yaml)
    #expect(accepted.status == 0)
    #expect(accepted.output == "standard input\n  accepted\n")
    let refused = try Tool.run(
      "check-provider-config", "-", input: yaml.replacing("name: ecr", with: "name: e c r"))
    #expect(refused.status == 1)
  }

  @Test func needsAFile() throws {
    #expect(try Tool.run("check-provider-config").status == 2)
    #expect(try Tool.run("check-provider-config", "/nowhere").status == 2)
    #expect(try Tool.run("check-provider-config", "-", input: "a: b").status == 1)
  }
}
