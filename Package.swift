// swift-tools-version: 6.2

import PackageDescription

/// Every target is compiled the same way: Swift 6 mode, with complete concurrency checking, and the `Lifetimes`
/// feature, which lets the parsers be non-escapable views over the caller's bytes instead of copies.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Programs for libFuzzer, one for each kind of untrusted input; see Docs/Fuzzing.md. Built without
/// it they do nothing.
let fuzzTargets: [Target] = [
  "FuzzReference", "FuzzRegistryKey", "FuzzDockerConfig", "FuzzAuthField",
  "FuzzKubernetesObjects", "FuzzKeyring", "FuzzImageRecords",
].map { name in
  .executableTarget(
    name: name, dependencies: ["ImagePullCredentialsTesting"], path: "Sources/Fuzzing/\(name)",
    swiftSettings: settings)
}

/// The same for what a node reads, so that fuzzing anything else needs nothing of it.
let nodeFuzzTargets: [Target] = [
  "FuzzProviderConfig", "FuzzProviderResponse", "FuzzHelperOutput",
].map { name in
  .executableTarget(
    name: name, dependencies: ["NodeCredentialsChecks"], path: "Sources/Fuzzing/\(name)",
    swiftSettings: settings)
}

let package = Package(
  name: "ImagePullCredentials",
  platforms: [.macOS(.v26), .iOS(.v26), .tvOS(.v26), .watchOS(.v26), .visionOS(.v26)],
  products: [
    .library(name: "ImagePullCredentials", targets: ["ImagePullCredentials"]),
    .library(name: "KubernetesPulls", targets: ["KubernetesPulls"]),
    .library(name: "PullDiagnosis", targets: ["PullDiagnosis"]),
    .library(name: "ManifestYAML", targets: ["ManifestYAML"]),
    .library(name: "NodeCredentials", targets: ["NodeCredentials"]),
    .library(name: "ImagePullCredentialsTesting", targets: ["ImagePullCredentialsTesting"]),
    .executable(name: "pullcreds", targets: ["pullcreds"]),
  ],
  targets: [
    .target(name: "ImagePullCredentials", swiftSettings: settings),
    .target(
      name: "KubernetesPulls", dependencies: ["ImagePullCredentials"], swiftSettings: settings),
    .target(
      name: "PullDiagnosis", dependencies: ["ImagePullCredentials", "KubernetesPulls"],
      swiftSettings: settings),
    .target(name: "ManifestYAML", swiftSettings: settings),
    .target(
      name: "NodeCredentials",
      dependencies: ["ImagePullCredentials", "KubernetesPulls", "PullDiagnosis", "ManifestYAML"],
      swiftSettings: settings),
    .target(
      name: "ImagePullCredentialsTesting",
      dependencies: ["ImagePullCredentials", "KubernetesPulls", "PullDiagnosis"],
      swiftSettings: settings),
    .target(
      name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "ImagePullCredentialsTests",
      dependencies: [
        "ImagePullCredentials", "KubernetesPulls", "PullDiagnosis", "ImagePullCredentialsTesting",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "KubernetesPullsTests",
      dependencies: [
        "ImagePullCredentials", "KubernetesPulls", "ImagePullCredentialsTesting", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PullDiagnosisTests",
      dependencies: [
        "ImagePullCredentials", "KubernetesPulls", "PullDiagnosis", "ImagePullCredentialsTesting",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ManifestYAMLTests",
      dependencies: ["ManifestYAML", "ManifestYAMLChecks", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "NodeCredentialsTests",
      dependencies: [
        "ImagePullCredentials", "KubernetesPulls", "PullDiagnosis", "NodeCredentials",
        "NodeCredentialsSoak",
        "NodeCredentialsChecks", "ImagePullCredentialsTesting", "TestCredentialPlugin",
        "TestSupport",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "NodeCredentialsSoak",
      dependencies: ["ImagePullCredentials", "KubernetesPulls", "NodeCredentials"],
      path: "Tests/NodeCredentialsSoak", swiftSettings: settings),
    .executableTarget(
      name: "TestCredentialPlugin", path: "Tests/TestCredentialPlugin", swiftSettings: settings),
    .executableTarget(
      name: "pullcreds",
      dependencies: [
        "ImagePullCredentials", "KubernetesPulls", "PullDiagnosis", "ManifestYAML",
        "NodeCredentials",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "pullcredsTests",
      dependencies: [
        "ImagePullCredentials", "KubernetesPulls", "PullDiagnosis", "ImagePullCredentialsTesting",
        "TestCredentialPlugin", "pullcreds",
      ],
      swiftSettings: settings),
    .target(
      name: "ManifestYAMLChecks", dependencies: ["ManifestYAML"],
      path: "Sources/Fuzzing/ManifestYAMLChecks", swiftSettings: settings),
    .executableTarget(
      name: "FuzzManifestYAML", dependencies: ["ManifestYAMLChecks"],
      path: "Sources/Fuzzing/FuzzManifestYAML", swiftSettings: settings),
    .target(name: "ProcessMeters", path: "Benchmarks/ProcessMeters"),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "ProcessMeters", "ImagePullCredentials", "KubernetesPulls", "ManifestYAML", "PullDiagnosis",
        "ImagePullCredentialsTesting",
      ],
      path: "Benchmarks/Benchmarks", swiftSettings: settings),
    .target(
      name: "NodeCredentialsChecks",
      dependencies: [
        "ImagePullCredentials", "KubernetesPulls", "NodeCredentials", "ImagePullCredentialsTesting",
      ],
      path: "Sources/Fuzzing/NodeCredentialsChecks", swiftSettings: settings),
  ] + fuzzTargets + nodeFuzzTargets
)
