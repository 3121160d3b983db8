interface ProfileProps { nickName?: string }

export const profile = ({ nickName }: ProfileProps) => ({ label: nickName })
