class TrialMember < Member
end
