import Foundation
import Testing

/// The options of `resolve` about the node.
@Suite struct NodeSelectorTests {
  @Test func executesNothingUnlessAsked() throws {
    let node = try NodeCopy(plugins: ["good"])
    let result = try Tool.run(
      "resolve", "--node-root", node.root, "-o", "json", input: NodeCopy.pod)
    #expect(result.status == 0)
    #expect(result.output.contains(#""nodeFiles""#))
    #expect(!result.output.contains(#""providers""#))
    #expect(!result.output.contains(#""docker""#))
  }

  @Test func showsWhatTheNodeAdds() throws {
    let node = try NodeCopy(plugins: ["good", "failing"])
    let result = try Tool.run(
      "resolve", "--node-root", node.root, "--credential-provider-config", node.providers,
      "--credential-provider-bin-dir", node.bin, "--docker-helpers", input: NodeCopy.pod)
    #expect(result.errors == "")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n").map { $0.drop { $0 == " " } }
    let expected = [
      "container web",
      "registry.example.com/app:1",
      "1. key       registry.example.com",
      "username  node",
      "2. key       *.example.com",
      "username  robot",
      "from      credential provider good",
      "note: the kubelet ignores docker-credential-absent, as all Docker credential",
      "docker-credential-absent: there is no program docker-credential-absent in PATH",
      "credential provider good: executed: 1 credential",
      "credential provider failing: the plugin exited with status 3; what it wrote is",
      "not shown, as it may hold a secret",
      "node files",
      "used: 1 entry",
      "The image has credentials.",
    ]
    #expect(lines.filter { expected.contains(String($0)) }.map(String.init) == expected)
    #expect(!result.output.contains("secret-on-stderr"))
    #expect(!result.output.contains("fake-"))
  }

  @Test func explainLooksAtTheNodeToo() throws {
    let node = try NodeCopy(plugins: ["wrongCacheKeyType"])
    let alone = try Tool.run("explain", input: NodeCopy.pod)
    #expect(alone.status == 1)
    #expect(alone.output.contains("the kubelet's credential providers"))

    let helped = try Tool.run(
      "explain", "--node-root", node.root, "--credential-provider-config", node.providers,
      "--credential-provider-bin-dir", node.bin, input: NodeCopy.pod)
    #expect(helped.errors == "")
    #expect(helped.status == 0)
    #expect(helped.output.contains("✓ key registry.example.com of file"))
    #expect(helped.output.contains("cacheKeyType must be Image, Registry or Global"))
    #expect(!helped.output.contains("the kubelet's credential providers"))

    let json = try Tool.run(
      "explain", "--credential-provider-config", node.providers, "--credential-provider-bin-dir",
      node.bin, "-o", "json", input: NodeCopy.pod)
    #expect(json.status == 1)
    #expect(json.output.contains(#""code": "bad-plugin-response""#))
  }

  /// What the node's providers make up for is only worth knowing, and the other way round.
  @Test func explainWeighsPodAndNodeAgainstEachOther() throws {
    let node = try NodeCopy(plugins: ["good", "wrongCacheKeyType"])
    let options = [
      "--credential-provider-config", node.providers, "--credential-provider-bin-dir", node.bin,
    ]
    let pod = NodeCopy.pod.replacingOccurrences(of: "registry.example.com", with: "a.example.com")
    let result = try Tool.run(["explain"] + options, input: Data(pod.utf8))
    #expect(result.status == 0)
    #expect(result.output.contains("worth knowing: bad-plugin-response\n"))
    #expect(result.output.contains("worth knowing: no-pull-secret\n"))
    #expect(!result.output.contains("may fail"))

    let elsewhere = NodeCopy.pod.replacingOccurrences(
      of: "registry.example.com", with: "example.com")
    let missed = try Tool.run(["explain"] + options, input: Data(elsewhere.utf8))
    #expect(missed.status == 1)
    let mismatch = try #require(missed.output.range(of: "may fail: glob-misuse\n"))
    let absence = try #require(missed.output.range(of: "may fail: no-pull-secret\n"))
    #expect(mismatch.lowerBound < absence.lowerBound)
  }

  /// A kubelet that does not start pulls nothing.
  @Test(arguments: ["resolve", "explain"])
  func showsWhyTheConfigurationIsRejected(_ subcommand: String) throws {
    let node = try NodeCopy(plugins: ["good"])
    for (config, bin, rule) in [
      (node.providers, "/etc", "executable-missing"), (node.config, node.bin, "wrong-kind"),
    ] {
      let result = try Tool.run(
        subcommand, "--node-root", node.root, "--credential-provider-config", config,
        "--credential-provider-bin-dir", bin, input: NodeCopy.pod)
      #expect(result.status == 1)
      #expect(result.output.contains("will fail: provider-config-rejected\n"))
      #expect(result.output.contains("(\(rule))."))
      #expect(!result.output.contains("executed"))
    }
  }

  /// Relative to the directory in which the command runs, as anywhere else.
  @Test func takesRelativePaths() throws {
    let node = try NodeCopy(plugins: ["good"])
    let result = try Tool.run(
      [
        "resolve", "--node-root", "root", "--credential-provider-config", "providers.json",
        "--credential-provider-bin-dir", "bin",
      ], input: Data(NodeCopy.pod.utf8),
      directory: node.directory)
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(result.output.contains("credential provider good: executed: 1 credential\n"))
    #expect(result.output.contains("root/var/lib/kubelet/config.json\n"))
  }

  /// The helper decides alone: that the file has an entry, too, is of no use to Docker.
  @Test func asksAHelperForADockerConfigFile() throws {
    let node = try NodeCopy(plugins: [])
    let result = try Tool.run(
      "resolve", "registry.example.com/app", "--config", node.config, "--docker-helpers", "-o",
      "json")
    #expect(result.status == 1)
    #expect(result.output.contains(#""outcome": "helper-failed""#))
    #expect(result.output.contains(#""helper": "absent""#))
    #expect(result.output.contains(#""credentials": []"#))
  }

  /// The same keys, looked up as Docker does, listed for Docker, and looked up as a kubelet does.
  @Test(arguments: [
    ("https://quay.io/team", "quay.io/other/x", true, false),
    ("oci://quay.io", "quay.io/x", true, false),
    ("HTTPS://quay.io", "quay.io/x", true, false),
    ("https://u:p@quay.io", "quay.io/x", true, true),
    ("https://quay.io?x", "quay.io/x", true, true),
    ("https://quay.io:/", "quay.io/x", true, true),
    ("https://localhost:5000/x", "localhost:5000/y", true, false),
    ("*.quay.io", "a.quay.io/x", false, true),
    ("quay.io", "quay.io/x", true, true),
  ])
  func agreesWithClients(_ key: String, _ image: String, _ docker: Bool, _ kubelet: Bool) throws {
    let node = try NodeCopy(plugins: [])
    try node.write(
      #"{"auths": {"\#(key)": {"username": "u", "password": "fake-secret"}}}"#, to: node.config)
    let asked = try Tool.run("resolve", image, "--config", node.config, "--docker-helpers")
    #expect(asked.status == (docker ? 0 : 1))
    let listed = try Tool.run("clients", key, "--image", image)
    let line = listed.output.split(separator: "\n").first { $0.contains("    docker ") }
    #expect(line?.contains(" yes: ") == docker, "\(listed.output)")
    let plain = try Tool.run("resolve", image, "--config", node.config)
    #expect(plain.status == (kubelet ? 0 : 1))
  }

  /// A plugin is in a process group of its own, which a terminal's or an init system's signal does not reach.
  @Test(arguments: [SIGHUP, SIGINT, SIGTERM]) func stopsItsPluginWhenItIsStopped(
    _ number: Int32
  ) throws {
    let node = try NodeCopy(plugins: ["known"])
    let pid = node.directory.appending(path: "pid")
    let input = node.directory.appending(path: "pod.json").path
    try node.write(NodeCopy.pod, to: input)
    let process = Process()
    process.executableURL = Tool.products.appending(path: "pullcreds")
    process.arguments = [
      "resolve", "-f", input, "--credential-provider-config", node.providers,
      "--credential-provider-bin-dir", node.bin,
    ]
    process.environment = ["TEST_PID_FILE": pid.path]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    var plugin: pid_t?
    while plugin == nil, process.isRunning {
      usleep(5_000)
      plugin = (try? String(contentsOf: pid, encoding: .utf8)).flatMap { text in
        text.hasSuffix("\n") ? pid_t(text.dropLast()) : nil
      }
    }
    #expect(kill(process.processIdentifier, number) == 0)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == number)
    #expect(kill(try #require(plugin), 0) < 0)
  }

  /// Docker takes an identity token, a kubelet neither it nor the helper.
  @Test func tellsAHelpersTokenFromAKubeletsCredentials() throws {
    let node = try NodeCopy(plugins: [])
    let helper = node.directory.appending(path: "bin/docker-credential-token").path
    try node.write(
      """
      #!/bin/sh
      echo '{"ServerURL":"","Username":"<token>","Secret":"fake-secret"}'
      """, to: helper)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: helper)
    try node.write(#"{"credsStore": "token"}"#, to: node.config)
    let path = "\(node.bin):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
    let arguments = ["--node-root", node.root, "--docker-helpers"]

    let resolved = try Tool.run(
      ["resolve"] + arguments, input: Data(NodeCopy.pod.utf8), environment: ["PATH": path])
    #expect(resolved.errors == "")
    #expect(resolved.output.contains("username  (none: an identity token)\n"))
    #expect(resolved.output.contains("note: the kubelet ignores docker-credential-token"))
    #expect(resolved.status == 0)

    let explained = try Tool.run(
      ["explain"] + arguments, input: Data(NodeCopy.pod.utf8), environment: ["PATH": path])
    #expect(explained.output.contains("– key registry.example.com of credential helper token:"))
    #expect(explained.output.contains("✗ no credential is tried: the pull is anonymous\n"))
    #expect(explained.output.contains("may fail: no-pull-secret\n"))
    #expect(explained.status == 1)
    #expect(!(resolved.output + explained.output).contains("fake-secret"))
  }

  @Test(arguments: [
    ["--docker-helpers"], ["--credential-provider-config", "x"],
    ["--credential-provider-bin-dir", "x"],
    ["--credential-provider-config", "/nowhere", "--credential-provider-bin-dir", "x"],
    ["--config", "x", "--node-root", "/", "nginx"],
  ])
  func refuses(_ options: [String]) throws {
    let result = try Tool.run(["resolve"] + options, input: Data(NodeCopy.pod.utf8))
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("pullcreds: "))
  }
}
