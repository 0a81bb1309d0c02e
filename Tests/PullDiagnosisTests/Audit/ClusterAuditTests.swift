import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct ClusterAuditTests {
  private func audit(_ texts: String...) throws -> ClusterAudit.Report {
    var audit = ClusterAudit()
    var stream = ObjectStream(defaultNamespace: "shop")
    for text in texts { try stream.append(text.utf8.span) { audit.apply($0) } }
    try stream.finish { audit.apply($0) }
    return audit.report(at: try #require(Timestamp(scenarioTime)))
  }

  /// `severity: code, number of Pods, number of workloads` of each group.
  private func summary(_ report: ClusterAudit.Report) -> [String] {
    report.groups.map { "\($0.severity): \($0.code) \($0.podCount) \($0.workloads.count)" }
  }

  @Test func aGeneratedClusterShowsItsMistakes() throws {
    // 25 namespaces of 10 Pods in 2 Deployments; one namespace for each mistake.
    var audit = ClusterAudit()
    var stream = ObjectStream(defaultNamespace: "default")
    var failure: (any Error)?
    ClusterGenerator(pods: 250, secrets: 50, namespaces: 25).write { text in
      do { try stream.append(text.utf8.span) { audit.apply($0) } } catch { failure = error }
    }
    try stream.finish { audit.apply($0) }
    #expect(failure == nil)
    let report = audit.report(at: try #require(Timestamp(scenarioTime)))
    #expect(report.podCount == 250)
    #expect(report.workloadCount == 50)
    #expect(report.secretCount == 50)
    #expect(
      summary(report) == [
        "will fail: registry-mismatch 10 2", "will fail: wrong-secret-type 10 2",
        "will fail: other-namespace 10 2", "will fail: expired-ecr 10 2",
      ])
  }

  @Test func alikePodsAreCountedOnce() throws {
    let pods = (0..<3).map { number in
      pod(secrets: ["gone"], owner: "web-5d9f")
        .replacing(#""name":"web""#, with: #""name":"web-\#(number)""#)
    }
    let report = try audit(
      pods.joined(), deployment(secrets: ["gone"]), secret("b", keys: ["q.example"]))
    #expect(report.podCount == 3)
    #expect(report.workloadCount == 1)
    #expect(summary(report) == ["may fail: secret-missing 3 1"])
    #expect(report.groups[0].causes.map(\.podCount) == [3])
    #expect(
      report.groups[0].causes[0].workloads == [
        WorkloadOwner(kind: "Deployment", namespace: "shop", name: "web")
      ])
    #expect(report.groups[0].causes[0].images == ["r.example/app"])
  }

  @Test func objectsComeInAnyOrder() throws {
    let texts = [pod(secrets: ["a"]), secret(keys: ["r.example:1"]), account("default")]
    let expected = ["may fail: registry-mismatch 1 1"]
    #expect(summary(try audit(texts[0], texts[1], texts[2])) == expected)
    #expect(summary(try audit(texts[2], texts[1], texts[0])) == expected)
  }

  @Test func theWorstComesFirst() throws {
    let worst = pod("App").replacing(#""name":"web""#, with: #""name":"z""#)
    let report = try audit(pod(secrets: ["gone", "b"]), secret("b", keys: ["q.example"]), worst)
    #expect(
      summary(report) == [
        "will fail: invalid-image-name 1 1", "may fail: secret-missing 1 1",
      ])
  }

  @Test func aRefusalThatIsExplainedIsNoCause() throws {
    let report = try audit(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "401 Unauthorized")),
      secret(keys: ["r.example:1"]))
    #expect(summary(report) == ["will fail: registry-mismatch 1 1"])
    let other = try audit(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "401 Unauthorized")), secret())
    #expect(summary(other) == ["will fail: registry-refused 1 1"])
  }

  /// Two Pods of workloads of their own, on nodes of their own, that wait with `message`.
  private func waiting(_ message: String, nodes: [String] = ["n1", "n2"]) -> String {
    nodes.enumerated().map { index, node in
      pod("r.example/app-\(index)", secrets: ["a"], waiting: ("ErrImagePull", message))
        .replacing(#""name":"web""#, with: #""name":"web-\#(index)""#)
        .replacing(#""spec":{"#, with: #""spec":{"nodeName":"\#(node)","#)
    }.joined()
  }

  @Test func nodesThatFailAlikeAreOneCause() throws {
    let message = "x509: certificate signed by unknown authority"
    let report = try audit(waiting(message), secret())
    #expect(summary(report) == ["will fail: tls-untrusted 2 2"])
    #expect(
      report.groups[0].causes.map(\.finding.problem) == [
        "The node does not trust the certificate of r.example. This is not about credentials."
      ])
    #expect(report.groups[0].causes[0].finding.messages == [message])
    let one = try audit(waiting(message, nodes: ["n1", "n1"]), secret())
    #expect(
      one.groups[0].causes.map(\.finding.problem) == [
        "Node n1 does not trust the certificate of r.example. This is not about credentials."
      ])
  }

  @Test func aSecretThatSeveralNamespacesLackIsOneCause() throws {
    let source = secret("a").replacing(#""namespace":"shop""#, with: #""namespace":"platform""#)
    let pods = ["one", "two"].map {
      pod(secrets: ["a"]).replacing(#""namespace":"shop""#, with: #""namespace":"\#($0)""#)
    }
    let report = try audit(pods.joined(), source)
    #expect(summary(report) == ["may fail: other-namespace 2 2"])
    #expect(
      report.groups[0].causes.map(\.finding.problem) == [
        """
        Secret a is not in the namespaces of the Pods that list it; there is one of that name in \
        namespace platform, but the kubelet looks only in the Pod's own.
        """
      ])
    let one = try audit(pods[0], source)
    #expect(one.groups[0].causes[0].finding.command?.contains("platform") == true)
  }

  @Test func oneSecretThatIsRefusedIsOneCause() throws {
    let report = try audit(waiting("unauthorized: incorrect username or password"), secret())
    #expect(summary(report) == ["will fail: registry-refused 2 2"])
    #expect(report.groups[0].causes.count == 1)
    let refused = try audit(waiting("denied: denied"), secret())
    #expect(refused.groups[0].causes.count == 1)
    #expect(refused.groups[0].causes[0].finding.advice.contains("pull the repositories"))
  }

  @Test func anEmptyClusterHasNoFindings() throws {
    #expect(try audit(account("default")).groups.isEmpty)
  }

  @Test func eachSeverityIsCountedByItself() throws {
    let running = pod(phase: "Running").replacing(#""name":"web""#, with: #""name":"fine""#)
    let report = try audit(pod(waiting: ("ErrImagePull", "401 Unauthorized")), running)
    #expect(
      summary(report) == ["will fail: no-pull-secret 1 1", "worth knowing: no-pull-secret 1 1"])
  }

  @Test func aWorkloadWhosePodsRunIsNoCause() throws {
    let report = try audit(
      deployment(), pod(owner: "web-5d9f", phase: "Running", policy: "IfNotPresent"))
    #expect(summary(report) == ["worth knowing: no-pull-secret 1 1"])
  }

  @Test func eventsTellWhatStatusesDoNot() throws {
    let waiting = pod(secrets: ["a"], waiting: ("ImagePullBackOff", "Back-off pulling image"))
    let failed = #"""
      {"kind":"Event","metadata":{"name":"e","namespace":"shop"},"type":"Warning","reason":"Failed",
      "message":"Failed to pull image: manifest unknown","involvedObject":{"kind":"Pod",
      "namespace":"shop","name":"web","fieldPath":"spec.containers{app}"}}
      """#
    #expect(summary(try audit(failed, waiting, secret())) == ["will fail: image-not-found 1 1"])
    let normal = failed.replacing("Warning", with: "Normal")
    #expect(
      summary(try audit(normal, waiting, secret())) != ["will fail: image-not-found 1 1"])
  }

  /// Forty Deployments that lack one Secret through one ServiceAccount have one cause and one remedy.
  @Test func workloadsOfOneServiceAccountShareTheCause() throws {
    let workloads = (0..<40).map { number in
      deployment().replacing(#""name":"web""#, with: #""name":"web-\#(number)""#)
    }
    let report = try audit(workloads.joined(), account("default"))
    #expect(summary(report) == ["may fail: no-pull-secret 0 40"])
    let cause = try #require(report.groups.first?.causes.first)
    #expect(report.groups[0].causes.count == 1)
    #expect(cause.workloads.count == 40)
    #expect(
      cause.finding.problem == """
        ServiceAccount default lists no pull secret, nor do the workloads that run as it; r.example is \
        asked without one.
        """)
    #expect(cause.finding.command?.hasSuffix(#""value":[{"name":"regcred"}]}]'"#) == true)
    let one = try audit(workloads[0], account("default"))
    #expect(one.groups[0].causes[0].finding.problem.hasPrefix("Neither Deployment shop/web-0 nor"))
  }

  @Test func eventsTellWhyAPodWaits() throws {
    let waiting = pod(secrets: ["a"], waiting: ("ImagePullBackOff", "Back-off pulling image"))
    let why = event(
      "Failed", "Failed to pull image \"r.example/app\": 403 Forbidden",
      field: "spec.containers{app}")
    let expected = ["will fail: registry-refused 1 1"]
    #expect(summary(try audit(waiting, secret(), why)) == expected)
    #expect(summary(try audit(why, secret(), waiting)) == expected)
    #expect(summary(try audit(waiting, secret())) == ["will fail: other-pull-failure 1 1"])
  }

  @Test func oneNamespaceOfMany() throws {
    var audit = ClusterAudit(namespace: "shop")
    var stream = ObjectStream(defaultNamespace: "shop")
    let texts = [
      pod(secrets: ["a"]), secret("a", namespace: "other", document: #"{"auths":{}}"#),
      pod(secrets: ["b"]).replacing(#""namespace":"shop""#, with: #""namespace":"other""#),
    ]
    for text in texts { try stream.append(text.utf8.span) { audit.apply($0) } }
    try stream.finish { audit.apply($0) }
    let report = audit.report(at: try #require(Timestamp(scenarioTime)))
    #expect(report.podCount == 1)
    #expect(summary(report) == ["may fail: other-namespace 1 1"])
  }
}
