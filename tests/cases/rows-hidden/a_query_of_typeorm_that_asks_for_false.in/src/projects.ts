import { IsNull, Not } from 'typeorm';
import { dataSource } from './data-source';
import { Project } from './project';

const projects = dataSource.getRepository(Project);

export const live = () => projects.findBy({ isDeleted: false });
export const others = () => projects.find({ where: { isDeleted: Not(true) } });
export const unset = () => projects.findBy({ isDeleted: IsNull() });
export const gone = () => projects.findBy({ isDeleted: true });
export const typed = (isDeleted: boolean) => projects.findBy({ isDeleted });
