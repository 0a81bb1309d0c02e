/// A cluster as `kubectl get pods,deployments,sa,secrets -A -o json` prints it: namespaces with
/// Deployments of several Pods each, pull secrets and other Secrets, and in one namespace out of
/// five a mistake.
///
/// The text is made piece by piece, so that a large cluster takes no memory.
///
/// ```swift
/// ClusterGenerator(pods: 10_000, secrets: 2_000, namespaces: 200).write { print($0, terminator: "") }
/// ```
package struct ClusterGenerator: Sendable {
  private let namespaceCount: Int
  private let podsPerNamespace: Int
  private let secretsPerNamespace: Int

  /// How many Pods a Deployment has.
  package static let replicas = 5

  /// A cluster of so many Pods and Secrets, spread evenly.
  package init(pods: Int, secrets: Int, namespaces: Int) {
    namespaceCount = namespaces
    podsPerNamespace = pods / namespaces
    secretsPerNamespace = secrets / namespaces
  }

  /// What is wrong in a namespace.
  package enum Mistake: Int, CaseIterable, Sendable {
    case none, otherPort, opaque, missing, expired
  }

  /// What is wrong in namespace `number`.
  package static func mistake(inNamespace number: Int) -> Mistake {
    guard number % 5 == 0 else { return .none }
    return Mistake.allCases[number / 5 % Mistake.allCases.count]
  }

  /// Hands out the text, in order.
  package func write(_ body: (String) -> Void) {
    body("{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n")
    var isFirst = true
    func item(_ text: String) {
      body(isFirst ? text : ",\n\(text)")
      isFirst = false
    }
    let namespaces = (0..<namespaceCount).map { Namespace(number: $0) }
    for namespace in namespaces {
      for number in 0..<podsPerNamespace { item(namespace.pod(number)) }
    }
    for namespace in namespaces {
      for number in 0..<podsPerNamespace / Self.replicas { item(namespace.deployment(number)) }
    }
    for namespace in namespaces { item(namespace.serviceAccount) }
    for namespace in namespaces {
      for number in 0..<secretsPerNamespace { item(namespace.secret(number)) }
    }
    body(
      "\n    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n"
    )
  }
}
