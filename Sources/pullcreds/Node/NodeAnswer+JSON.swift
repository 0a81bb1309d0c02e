import ImagePullCredentials
import NodeCredentials

extension JSONWriter {
  /// The members of an image about the node.
  mutating func members(of answer: NodeCredentials.Answer) {
    if let docker = answer.docker {
      member("docker") { writer in
        writer.member("serverURL", docker.serverURL)
        writer.member("outcome", docker.outcome.code)
        writer.member("helper", docker.outcome.helper)
        writer.member("note", docker.note)
      }
    }
    if let providers = answer.providers {
      member("providers", objects: providers.steps) { writer, step in
        writer.member("name", step.provider)
        writer.member("outcome", step.outcome.code)
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
    case .helper: "helper"
    case .helperWithoutCredentials: "helperWithoutCredentials"
    case .helperFailed: "helperFailed"
    case .auths: "auths"
    case .nothing: "nothing"
    }
  }
}

extension ProviderStep.Outcome {
  /// The name in JSON.
  fileprivate var code: String {
    switch self {
    case .notMatched: "notMatched"
    case .gated: "gated"
    case .cached: "cached"
    case .answered: "answered"
    case .failed: "failed"
    }
  }
}
