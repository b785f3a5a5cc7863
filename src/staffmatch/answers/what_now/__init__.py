"""The next plan for a changed scenario, with as few changes as can be."""
