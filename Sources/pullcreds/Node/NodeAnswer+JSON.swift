import ImagePullCredentials
import NodeCredentials

extension JSONWriter {
  /// The members of an image about the node.
  mutating func members(of answer: NodeKeyring.Answer) {
    if let docker = answer.docker {
      member("docker") { writer in
        writer.member("serverURL", docker.serverURL)
        writer.member("outcome", docker.outcome.code)
        writer.member("helper", docker.helper)
        writer.member("note", docker.note)
      }
    }
    if let providers = answer.providers {
      member("providers", objects: providers.steps) { writer, step in
        writer.member("name", step.provider)
        writer.member("outcome", step.code)
        writer.member("message", step.description)
      }
    }
  }

  /// The member about the files that were looked for.
  mutating func member(_ name: String, _ search: NodeFileSearch) {
    member(name, objects: search.attempts) { writer, attempt in
      writer.member("path", search.path(of: attempt.candidate))
      writer.member("outcome", attempt.outcome.code)
    }
  }
}

extension DockerCredentials.Outcome {
  /// The name in JSON.
  fileprivate var code: String {
    switch self {
    case .helperWithoutCredentials: "helperWithoutCredentials"
    case .helperFailed: "helperFailed"
    default: rawValue
    }
  }
}

extension ProviderStep {
  /// The outcome's name in JSON.
  fileprivate var code: String {
    if isGated { return "gated" }
    return outcome == .notMatched ? "notMatched" : outcome.rawValue
  }
}
