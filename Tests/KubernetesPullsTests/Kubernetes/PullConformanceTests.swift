import TestSupport
import ImagePullCredentials
import KubernetesPulls
import Testing

/// The kubelet's result for each recorded list of Secrets, from manifests as in kubectl's output.
@Suite struct PullConformanceTests {
  struct Case: Decodable, Sendable {
    struct Secret: Decodable, Sendable {
      var name: String
      var type: String
      var data: [String: String]
    }

    struct Pull: Decodable, Sendable {
      var image: String
      var ok: Bool
      var credentials: [Credential]
    }

    struct Credential: Decodable, Sendable, Equatable {
      var secret: String
      var username: String
      var password: String
      var email: String?
      var hash: String
    }

    var secrets: [Secret]
    var ok: Bool
    var pulls: [Pull]?
  }

  @Test func recordedPulls() throws {
    try Vectors.replay("pull", as: Case.self) { vector in
      let objects = try KubernetesObjects(json: manifests(of: vector))
      guard let pod = objects.pod(namespace: "default", name: "pod") else { return "no Pod" }
      let resolution = objects.resolve(pod, merging: .admission)
      guard (resolution.refusal == nil) == vector.ok else {
        return "refusal: \(resolution.refusal.map { "\($0.error)" } ?? "none")"
      }
      for pull in vector.pulls ?? [] where vector.ok {
        let image = try? ImageReference(pull.image)
        guard (image != nil) == pull.ok else { return "\(pull.image) parses otherwise" }
        let credentials = image.map { resolution.credentials(for: $0).map(Case.Credential.init) }
        guard credentials ?? [] == pull.credentials.map(\.normalised) else {
          return "\(pull.image) gave other credentials"
        }
      }
      return nil
    }
  }

  /// The Secrets as a List, and behind it a Pod that lists them.
  private func manifests(of vector: Case) -> String {
    let secrets = vector.secrets.map { secret in
      let data = secret.data.map { "\($0.debugDescription):\"\($1)\"" }.joined(separator: ",")
      return """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"\(secret.name)"},
        "type":"\(secret.type)","data":{\(data)}}
        """
    }
    let references = vector.secrets.map { "{\"name\":\"\($0.name)\"}" }.joined(separator: ",")
    return """
      {"apiVersion":"v1","kind":"List","items":[\(secrets.joined(separator: ","))]}
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod","uid":"1"},
      "spec":{"imagePullSecrets":[\(references)]}}
      """
  }
}

extension PullConformanceTests.Case.Credential {
  init(_ credential: Credential) {
    var name = ""
    if case .secret(_, let secret, _, _) = credential.source { name = secret }
    self.init(
      secret: name, username: credential.username, password: credential.revealPassword(),
      email: credential.email, hash: credential.kubeletHash)
  }

  /// A vector leaves an empty email out.
  var normalised: Self {
    var copy = self
    copy.email = email ?? ""
    return copy
  }
}
